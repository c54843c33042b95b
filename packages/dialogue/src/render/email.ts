import { phrases } from '../phrases/index.ts'
import type { Language } from '../language.ts'
import type { Prompt } from '../prompt.ts'
import { complaint, endsOf } from './how-to.ts'
import { buttonsOf } from './buttons.ts'

/** What a letter needs besides the words. */
export interface Envelope {
  subject: string
  /** The session's own page, where any answer can be given. A click on a link adds `?to=<node>&answer=<id>`. */
  page: string
}

export interface Letter {
  language: Language
  subject: string
  /** Plain text, links included: complete by itself. */
  text: string
  /** The same links, for buttons in HTML. */
  links: { label: string; href: string }[]
}

/** Links only show an answer on the page, where it is confirmed: programs that look through mail follow links too. */
export function renderEmail(prompts: readonly Prompt[], { subject, page }: Envelope): Letter {
  const language = prompts.at(-1)?.language ?? 'pl'
  const links = prompts.flatMap((prompt) => linksOf(prompt, page))
  const { letter } = phrases[language]
  const asked = prompts.some((prompt) => prompt.question)
  const choices =
    links.length > 0 ? [letter.click, ...links.map(({ label, href }) => `${label}: ${href}`)].join('\n') : ''
  const open = asked && links.length === 0 ? `${letter.open} ${page}` : ''
  const text = [...prompts.map(paragraph), choices, open].filter((part) => part !== '').join('\n\n')
  return { language, subject, text, links }
}

function paragraph(prompt: Prompt): string {
  const opening =
    prompt.again?.because === 'reminder' ? `${phrases[prompt.language].reminder} ${prompt.text}` : prompt.text
  const ends = prompt.question ? endsOf(prompt.question.reply, prompt.language) : ''
  return [complaint(prompt), opening, ends].filter((line) => line !== '').join('\n')
}

function linksOf({ node, question, language }: Prompt, page: string): Letter['links'] {
  if (!question || question.reply.is === 'choices') return []
  return buttonsOf(question.reply, language).map(({ id, label }) => ({
    label,
    href: `${page}?to=${encodeURIComponent(node)}&answer=${encodeURIComponent(id)}`,
  }))
}
