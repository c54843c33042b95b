import { readFileSync } from 'node:fs'
import { readDefinition, run, start } from '@kurenda/dialogue'
import type { Definition, Event } from '@kurenda/dialogue'
import type { Figure } from './figure.ts'

/** What a resident writes in the survey below, one retry among them; the last is in everyone's own words. */
const ANSWERS = ['tak, poproszę', 'nie rozumiem', 'plac zabaw', '1,3 i 5', '4', 'w piątek']

/** Steps of the engine in one process: an answer understood, the session and its effects made. */
export function benchDialogues(steps = 400_000): Figure[] {
  const definition = readSurvey()
  walk(definition, steps / 10)
  const began = performance.now()
  walk(definition, steps)
  const seconds = (performance.now() - began) / 1000
  return [{ name: 'engineSteps', value: steps / seconds, unit: 'steps/s', least: 50_000 }]
}

function walk(definition: Definition, steps: number): void {
  const at = '2026-03-12T09:00:00Z'
  const answer = (text: string): Event => ({ is: 'answer', at, given: { text } })
  const events = ANSWERS.map(answer)
  for (let done = 0; done < steps;) {
    let { session } = start(definition, { at, contact: { imie: 'Jan' } })
    for (const event of [...events, answer(`Więcej cienia, mieszkanka nr ${done}!`)]) {
      session = run(definition, session, event).session
      done++
    }
    if (session.ended !== 'done') throw new Error(`The survey should be done after all answers.`)
  }
}

function readSurvey(): Definition {
  const { definition, problems } = readDefinition(readFileSync(new URL('./dialogues.json', import.meta.url), 'utf8'))
  if (!definition) throw new Error(`The survey cannot be used: ${JSON.stringify(problems)}`)
  return definition
}
