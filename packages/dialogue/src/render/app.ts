import type { Language } from '../language.ts'
import { phrases } from '../phrases/index.ts'
import type { Choice, Prompt, Reply } from '../prompt.ts'
import { complaint, endsOf, rangeOf } from './how-to.ts'
import { buttonsOf } from './buttons.ts'

/** A card in the residents' app: words, buttons that give `{ choices }`, and a field for what has no buttons. */
export interface AppCard {
  node: string
  language: Language
  text: string
  error?: string
  /** Said in small print. */
  help?: string
  buttons: Choice[]
  /** Several buttons may be down before the answer is sent. */
  several: boolean
  input?: 'number' | 'date' | 'text' | 'location' | 'camera'
  /** Label of the button that gives `{ skip: true }`. */
  skip?: string
}

export function renderApp(prompts: readonly Prompt[]): AppCard[] {
  return prompts.map((prompt) => {
    const { node, language, question } = prompt
    const words = phrases[language]
    const text = prompt.again?.because === 'reminder' ? `${words.reminder} ${prompt.text}` : prompt.text
    const error = complaint(prompt)
    const help = question && helpOf(question.reply, language)
    const input = question && inputOf(question.reply)
    return {
      node,
      language,
      text,
      ...(error && { error }),
      ...(help && { help }),
      buttons: question ? buttonsOf(question.reply, language) : [],
      several: question?.reply.is === 'choices',
      ...(input && { input }),
      ...(question && !question.required && { skip: words.skip }),
    }
  })
}

function inputOf(reply: Reply): AppCard['input'] {
  switch (reply.is) {
    case 'number':
    case 'date':
    case 'text':
    case 'location':
      return reply.is
    case 'photo':
      return 'camera'
    default:
      return undefined
  }
}

/** Buttons speak for themselves; only what can be got wrong is explained. */
function helpOf(reply: Reply, language: Language): string {
  const { field } = phrases[language]
  if (reply.is === 'scale') return endsOf(reply, language)
  if (reply.is === 'choices') return field.choices({ least: reply.least, most: reply.most, of: reply.choices.length })
  if (reply.is === 'number' || reply.is === 'date') return field[reply.is](rangeOf(reply, language))
  return reply.is === 'location' ? field.location : ''
}
