import { phrases } from '../phrases/index.ts'
import type { Phrases } from '../phrases/phrases.ts'
import type { Language } from '../language.ts'
import type { Prompt, Reply } from '../prompt.ts'
import { complaint, endsOf, howTo } from './how-to.ts'

/** What is spoken, and what is listened for. */
export interface VoicePrompt {
  language: Language
  /** Sentence by sentence. */
  say: string[]
  /** Missing where nothing is asked. */
  listen?: Listen
}

/**
 * `keys`: at most so many digits, `#` ends them before; they come back as `{ keys }`. `speech`: comes back as `{ text }`.
 * `#` alone is always listened for, it skips, and so is `*` alone, which repeats.
 */
export type Listen = { for: 'keys'; most: number } | { for: 'speech' } | { for: 'nothing' }

export function renderVoice(prompts: readonly Prompt[]): VoicePrompt[] {
  return prompts.map((prompt) => {
    const { language, text, question } = prompt
    const words = phrases[language]
    const opening = prompt.again?.because === 'reminder' ? `${words.reminder} ${text}` : text
    const say = [complaint(prompt), opening]
    if (!question) return { language, say: said(say) }
    const { reply, required } = question
    say.push(...instructions(reply, words, language), required ? '' : words.spoken.skip, words.spoken.repeat)
    return { language, say: said(say), listen: listenFor(reply) }
  })
}

function said(sentences: readonly string[]): string[] {
  return sentences.filter((sentence) => sentence !== '')
}

function instructions(reply: Reply, { spoken }: Phrases, language: Language): string[] {
  const way = howTo(reply, spoken, language)
  if (reply.is === 'choice' || reply.is === 'choices') {
    const keys = reply.choices.map(({ label }, index) => spoken.key(label, String(index + 1)))
    return reply.is === 'choice' ? keys : [...keys, way]
  }
  return [endsOf(reply, language), way]
}

function listenFor(reply: Reply): Listen {
  switch (reply.is) {
    case 'choice':
      return { for: 'keys', most: String(reply.choices.length).length }
    case 'choices':
      return { for: 'keys', most: 32 }
    case 'yes-no':
      return { for: 'keys', most: 1 }
    case 'scale':
      return { for: 'keys', most: String(reply.to).length }
    case 'number':
      return { for: 'keys', most: 12 }
    case 'date':
      return { for: 'keys', most: 8 }
    case 'text':
    case 'location':
      return { for: 'speech' }
    case 'photo':
      return { for: 'nothing' }
  }
}
