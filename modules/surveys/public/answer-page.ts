import type { SurveyContent } from '@kurenda/contract'
import { givenByForm, renderWeb, type Given, type WebForm } from '@kurenda/dialogue'
import { hearOnPage, keepWhole, storeOnPage, type Asking, type Person } from '#modules/dialogues'
import type { Client } from '#platform/db'
import { giveAnswers } from '../give-answers.ts'
import { keepAnswers } from '../keep-answers.ts'
import { ended, idsOf, onePage, step, wordsOnly } from './compose-pages.ts'
import type { Found } from './find-survey.ts'
import { formsOf } from './pages.ts'
import { words } from './words.ts'

/** Fields as a form sends them: each perhaps several times. */
export type Sent = Record<string, string[]>

/** A page to show, or where to go on; `mark` where the browser is to remember that it has answered. */
export type Outcome = ({ page: string; status?: number } | { to: string }) & { mark?: boolean }

/** Where no answer leads elsewhere, all questions fit one page. */
export function isOnePage({ onePage: wanted, questions }: SurveyContent): boolean {
  return wanted && questions.every(({ goTo, next }) => goTo.length === 0 && next === undefined)
}

/** What a form gives; undefined where an answer is missing that is needed. */
export function givenIn(form: WebForm, sent: Sent, name = 'answer'): Given | undefined {
  if (sent['skip'] !== undefined && !form.required) return { skip: true }
  const given = givenByForm(form.control, sent[name] ?? [])
  if (
    given &&
    'choices' in given &&
    given.choices.length === 0 &&
    !(form.control.is === 'checkboxes' && form.control.least === 0)
  )
    return form.required ? undefined : { skip: true }
  return given ?? (form.required ? undefined : { skip: true })
}

/** What was not understood is asked again with what was given, and nothing of it is kept: a page never gives up on anyone. */
export async function answer(
  client: Client,
  found: Found,
  asking: Asking,
  key: string,
  { form, given, sent }: { form: WebForm; given: Given; sent: Sent },
  now: Date,
): Promise<Outcome> {
  const before = asking.pending?.recorded.length ?? 0
  const turn = hearOnPage(asking, { is: 'answer', at: now.toISOString(), given, to: form.node }, now)
  const isTaken = (asking.pending?.recorded.length ?? 0) > before
  if (turn.refusal === null && !isTaken && asking.ending !== 'left') {
    const page = renderWeb(turn.prompts)
    const shown = { language: page.language, paragraphs: [], form: { ...form, ...page.form } }
    const isNew = asking.id === null && asking.addressId === null
    const why = page.form?.error ?? words[page.language].needed
    return { page: step(found, asking, shown, why, isNew ? undefined : key, sent['answer']), status: 422 }
  }
  await storeOnPage(client, found.organizationId, turn, keepAnswers, now)
  const language = asking.session?.language ?? asking.language
  if (turn.refusal !== null)
    return { page: wordsOnly(language, turn.refusal === 'full' ? 'full' : 'closed', found.office, found) }
  return {
    to: `/s/${found.token}/${key}?lang=${language}`,
    mark: asking.ending === 'done' && asking.addressId === null,
  }
}

/** All answers at once: nothing is kept before all of them are right. */
export async function answerOnePage(
  client: Client,
  found: Found,
  asking: Asking,
  sent: Sent,
  now: Date,
  person?: Person,
): Promise<Outcome> {
  const forms = formsOf(asking, idsOf(found.content), now)
  const given = new Map<string, Given>()
  const mistakes = new Map<string, string>()
  for (const form of forms) {
    const one = givenIn(form, sent, form.node)
    if (one) given.set(form.node, one)
    else mistakes.set(form.node, words[asking.language].needed)
  }
  const filled = new Map(forms.map(({ node }) => [node, sent[node] ?? []]))
  if (mistakes.size === 0)
    for (const { node, prompt } of giveAnswers(asking, given, { now, timeZone: asking.definition.timeZone }))
      mistakes.set(node, (prompt && renderWeb([prompt]).form?.error) ?? words[asking.language].needed)
  if (mistakes.size > 0) return { page: onePage(found, asking, now, filled, mistakes, person?.key), status: 422 }
  const { kept } = await keepWhole(client, found.organizationId, asking, keepAnswers, now, person)
  return kept
    ? { page: ended(found, asking.language, 'done'), mark: person === undefined }
    : { page: wordsOnly(asking.language, 'full', found.office, found) }
}
