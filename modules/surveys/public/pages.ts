import {
  renderWeb,
  run,
  start,
  type Language,
  type Prompt,
  type Session,
  type WebForm,
  type WebPage,
} from '@kurenda/dialogue'
import type { Asking } from '#modules/dialogues'

/** What a session's page shows: what was said last and the question that waits, in a language that may not be stored yet. */
export function pageOf(
  { definition, session }: Asking,
  now: Date,
  language: Language | undefined,
): WebPage | undefined {
  if (session === null) return undefined
  const spoken: Session = language && definition.languages.includes(language) ? { ...session, language } : session
  const { effects } = run(definition, spoken, { is: 'resume', at: now.toISOString() })
  return renderWeb(effects.flatMap((effect) => (effect.is === 'send' ? [withoutReason(effect.prompt)] : [])))
}

/** The first page, before anything is stored. */
export function firstPage({ definition, language }: Asking, now: Date): WebPage {
  const { effects } = start(definition, { at: now.toISOString(), language })
  return renderWeb(effects.flatMap((effect) => (effect.is === 'send' ? [effect.prompt] : [])))
}

/** Questions that are answered on one page, in the order of their ids. */
export function formsOf({ definition, language }: Asking, ids: readonly string[], now: Date): WebForm[] {
  return ids.flatMap((id) => {
    const { effects } = start({ ...definition, start: id }, { at: now.toISOString(), language })
    const prompts = effects.flatMap((effect) => (effect.is === 'send' ? [effect.prompt] : []))
    return renderWeb(prompts).form ?? []
  })
}

/** Nobody on a page needs to be told that the question is put again. */
function withoutReason({ again: _again, ...prompt }: Prompt): Prompt {
  return prompt
}
