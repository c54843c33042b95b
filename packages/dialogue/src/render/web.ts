import type { Given } from '../event.ts'
import type { Language } from '../language.ts'
import { phrases } from '../phrases/index.ts'
import type { Choice, Prompt, Reply } from '../prompt.ts'
import { buttonsOf } from './buttons.ts'
import { complaint, rangeOf } from './how-to.ts'

/** A page without JavaScript: paragraphs, and one form where something is asked. Texts are plain, to be escaped. */
export interface WebPage {
  language: Language
  paragraphs: string[]
  form?: WebForm
}

export interface WebForm {
  /** Goes back with the answer as the event's `to`. */
  node: string
  question: string
  /** Said beside the field. */
  error?: string
  required: boolean
  control: Control
  send: string
  /** Label of a second button, where the question may be skipped. */
  skip?: string
}

/** What the field is in HTML; all are named `answer`. */
export type Control =
  | { is: 'radios'; options: Choice[]; low?: string; high?: string }
  | { is: 'checkboxes'; options: Choice[]; least: number; most: number; help: string }
  | { is: 'number'; min?: number; max?: number; step: number; help: string }
  | { is: 'date'; min?: string; max?: string; help: string }
  | { is: 'textarea'; maxLength: number }
  | { is: 'address'; maxLength: number; help: string }
  | { is: 'file'; accept: 'image/*' }

export function renderWeb(prompts: readonly Prompt[]): WebPage {
  const asked = prompts.findLast((prompt) => prompt.question)
  const language = prompts.at(-1)?.language ?? 'pl'
  const paragraphs = prompts.filter((prompt) => prompt !== asked).map((prompt) => prompt.text)
  const form = asked && formOf(asked)
  return { language, paragraphs, ...(form && { form }) }
}

/** What a submitted form gives; `undefined` where nothing was filled in. A file is first stored by the host: `{ photo }`. */
export function givenByForm(control: Control, answers: readonly string[]): Given | undefined {
  if (control.is === 'checkboxes') return { choices: [...answers] }
  const [answer = ''] = answers
  if (answer.trim() === '' || control.is === 'file') return undefined
  return control.is === 'radios' ? { choices: [answer] } : { text: answer }
}

function formOf(prompt: Prompt): WebForm | undefined {
  const { node, text, question, language } = prompt
  if (!question) return undefined
  const words = phrases[language]
  const error = complaint(prompt)
  return {
    node,
    question: text,
    ...(error && { error }),
    required: question.required,
    control: controlOf(question.reply, language),
    send: words.send,
    ...(!question.required && { skip: words.skip }),
  }
}

function controlOf(reply: Reply, language: Language): Control {
  const words = phrases[language]
  switch (reply.is) {
    case 'choice':
    case 'yes-no':
      return { is: 'radios', options: buttonsOf(reply, language) }
    case 'scale':
      return {
        is: 'radios',
        options: buttonsOf(reply, language),
        ...(reply.low !== undefined && { low: reply.low }),
        ...(reply.high !== undefined && { high: reply.high }),
      }
    case 'choices': {
      const { choices: options, least, most } = reply
      return { is: 'checkboxes', options, least, most, help: words.field.choices({ least, most, of: options.length }) }
    }
    case 'number': {
      const { least: min, most: max, decimals } = reply
      return { is: 'number', min, max, step: 10 ** -decimals, help: words.field.number(rangeOf(reply, language)) }
    }
    case 'date':
      return {
        is: 'date',
        ...(reply.earliest !== undefined && { min: reply.earliest }),
        ...(reply.latest !== undefined && { max: reply.latest }),
        help: words.field.date(rangeOf(reply, language)),
      }
    case 'text':
      return { is: 'textarea', maxLength: reply.most }
    case 'location':
      return { is: 'address', maxLength: 500, help: words.field.location }
    case 'photo':
      return { is: 'file', accept: 'image/*' }
  }
}
