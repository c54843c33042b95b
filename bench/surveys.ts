import { setTimeout as pause } from 'node:timers/promises'
import { survey, surveyResponsePage, surveyResults, surveyTextPage, type NewSurvey } from '@kurenda/contract'
import type { Figure } from './figure.ts'
import { now } from './monotonic.ts'
import { percentile } from './percentile.ts'
import { inScene, load, type Scene } from './scene.ts'
import { seedResponses } from './seed-responses.ts'
import { spread } from './spread.ts'
import { addChannel, ask, firstNumber, sender } from './traffic.ts'

const word = 'ANKIETA'
/** Numbers of the range that answer, from the first one on. */
const from = 850_000
const givenUpMs = 120_000
const looks = 20

const questions: NewSurvey = {
  title: { pl: 'Park' },
  keyword: word,
  questions: [
    { id: 'mark', kind: 'csat', text: { pl: 'Jak oceniasz park?' } },
    { id: 'visits', kind: 'scale', text: { pl: 'Jak często bywasz?' } },
    { id: 'lights', kind: 'scale', text: { pl: 'Jak oceniasz oświetlenie?' } },
    { id: 'why', kind: 'text', text: { pl: 'Czego brakuje?' } },
  ],
}

export interface SurveySize {
  /** Who answer. */
  people: number
  /** Of the survey whose results are opened. */
  responses: number
}

/**
 * From a resident's text to the provider having the answer of the dialogue: at 500 a second, evenly whatever the answers take, and as
 * many as it can when all write at once. Then, how soon the results of a large survey open.
 */
export function benchSurveys(size: SurveySize, say: Scene['say']): Promise<Figure[]> {
  return inScene(say, async (scene) => {
    await addChannel(scene.town, scene.sink, 'sink', 500)
    const { id } = await open(scene, questions)
    say(`survey ${id} is open; ${load()}`)
    // Everyone begins; this is the warm-up.
    await writeAndWait(scene, { count: size.people, perSecond: 1_000, text: word })
    const steady = Math.min(size.people, 10_000)
    const waits = await writeAndWait(scene, { count: steady, perSecond: 500, text: '4' })
    say(`500 a second: ${waits.answered} of ${steady} answered; ${load()}`)
    const burst = await writeAndWait(scene, { count: size.people, perSecond: 4_000, text: '3' })
    say(`${burst.answered} steps in ${(burst.tookMs / 1000).toFixed(1)} s; ${load()}`)
    return [
      { name: 'steps500.answered', value: waits.answered, unit: 'texts', least: steady },
      ...spread('steps500', waits.waits, { p95: 300 }),
      { name: 'steps.perSecond', value: burst.answered / (burst.tookMs / 1000), unit: 'steps/s', least: 1_000 },
      ...(await openResults(scene, size.responses)),
    ]
  })
}

async function open({ town }: Pick<Scene, 'town'>, content: NewSurvey): Promise<{ id: number; url: string }> {
  const { id } = await ask(town, survey, '/surveys', { method: 'POST', json: content })
  return ask(town, survey, `/surveys/${id}/open`, { method: 'POST' })
}

/** How long each waited for its answer, counted from when it should have been written; and how long all took together. */
async function writeAndWait(
  { sink }: Scene,
  { count, perSecond, text }: { count: number; perSecond: number; text: string },
): Promise<{ answered: number; waits: number[]; tookMs: number }> {
  const first = firstNumber + from
  await sink.forget()
  const began = now()
  const writing = sink.writeMany(first, sender.slice(1), perSecond, count / perSecond, text)
  writing.catch(() => {})
  const end = now() + givenUpMs
  // A question may be of several parts.
  while ((await sink.stats()).reached < count && now() < end) await pause(20)
  await writing
  const times = await sink.timesOf(first, count, began)
  const waits = times.map((time, i) => (time ?? Infinity) - (began + (i * 1000) / perSecond))
  const known = times.filter((time) => time !== undefined)
  return { answered: known.length, waits, tookMs: Math.max(...known.slice(-1000), began) - began }
}

async function openResults(scene: Scene, count: number): Promise<Figure[]> {
  const { town, superuser, say } = scene
  const large = await open(scene, { ...questions, keyword: null, resultsPublic: true })
  const began = now()
  await seedResponses(superuser, large.id, count)
  say(`${count} responses seeded in ${((now() - began) / 1000).toFixed(0)} s; ${load()}`)
  const path = `/surveys/${large.id}`
  const page = new URL(`${new URL(large.url).pathname}/results`, town.api().url)
  return [
    await opened('results', 500, () => ask(town, surveyResults, `${path}/results`)),
    await opened('resultsByGroup', 500, () => ask(town, surveyResults, `${path}/results?by=group`)),
    await opened('resultsByDay', 500, () => ask(town, surveyResults, `${path}/results?by=day`)),
    await opened('resultsPublicPage', 500, async () => (await fetch(page)).text()),
    await opened('responsesPage', 500, () => ask(town, surveyResponsePage, `${path}/responses`)),
    await opened('textsFound', 500, () => ask(town, surveyTextPage, `${path}/texts?q=lawek`)),
  ]
}

async function opened(name: string, most: number, look: () => Promise<unknown>): Promise<Figure> {
  const waits: number[] = []
  for (let i = 0; i < looks; i++) {
    const at = now()
    await look()
    waits.push(now() - at)
  }
  return { name: `survey.${name}.p95`, value: percentile(waits, 95), unit: 'ms', most }
}
