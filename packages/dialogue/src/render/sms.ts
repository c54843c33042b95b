import { phrases } from '../phrases/index.ts'
import type { Prompt } from '../prompt.ts'
import { complaint, endsOf, howTo } from './how-to.ts'

/** What was said in answer to one event, as the text of one message: fewer messages cost less and come in order. */
export function renderSms(prompts: readonly Prompt[]): string {
  return prompts.map(message).join('\n')
}

function message(prompt: Prompt): string {
  return [...opening(prompt), ...choices(prompt), ...howToAnswer(prompt)].filter((line) => line !== '').join('\n')
}

/** Who was not understood still has the question before their eyes: it is not paid for twice. */
function opening(prompt: Prompt): string[] {
  if (prompt.again?.because === 'misunderstood') return [complaint(prompt)]
  if (prompt.again?.because === 'reminder') return [`${phrases[prompt.language].reminder} ${prompt.text}`]
  return [prompt.text]
}

function choices({ question }: Prompt): string[] {
  if (question?.reply.is !== 'choice' && question?.reply.is !== 'choices') return []
  return question.reply.choices.map(({ label }, index) => `${index + 1}. ${label}`)
}

/** A question in words of its own asks for words: it needs no instruction the first time. */
function howToAnswer({ question, language, again }: Prompt): string[] {
  if (!question) return []
  const { written } = phrases[language]
  const asks = question.reply.is !== 'text' || again?.because === 'misunderstood'
  const ways = [asks ? howTo(question.reply, written, language) : '', question.required ? '' : written.skip]
  return [endsOf(question.reply, language), ways.filter((way) => way !== '').join(' ')]
}
