import type { Definition } from '../definition.ts'
import type { Effect } from '../effect.ts'
import type { Event } from '../event.ts'
import type { Step } from '../follow.ts'
import { run } from '../run.ts'
import type { Session } from '../session.ts'
import { start } from '../start.ts'
import type { Opening } from '../start.ts'
import { inLanguage } from '../text.ts'
import type { Channel, Play, Story } from './fixture.ts'
import { renderOn } from './render-on.ts'

/** Plays a dialogue on a channel and writes down what is seen and done. */
export function record(
  definition: Definition,
  channel: Channel,
  opening: Opening,
  events: readonly Event[],
): { play: Play; session: Session } {
  let step = start(definition, opening)
  const turns = [turnOf(step, channel, definition)]
  for (const event of events) {
    step = run(definition, step.session, event)
    turns.push({ event, ...turnOf(step, channel, definition) })
  }
  return { play: { channel, turns }, session: step.session }
}

/** A story for a fixture: what one person did on each of these channels. The answers are those of the first. */
export function recordStory(
  definition: Definition,
  about: string,
  opening: Opening,
  events: readonly (readonly [Channel, readonly Event[]])[],
): Story {
  const records = events.map(([channel, each]) => record(definition, channel, opening, each))
  const session = records[0]?.session
  return {
    about,
    opening,
    answers: session?.answers ?? {},
    ...(session?.ended && { ended: session.ended }),
    plays: records.map(({ play }) => play),
  }
}

function turnOf({ effects, session }: Step, channel: Channel, definition: Definition): Play['turns'][number] {
  const prompts = effects.flatMap((effect) => (effect.is === 'send' ? [effect.prompt] : []))
  const subject = inLanguage(definition.title, session.language, () => '')
  return {
    ...(prompts.length > 0 && { shows: renderOn(channel, prompts, subject) }),
    does: effects.filter(isDone),
  }
}

function isDone(effect: Effect): boolean {
  return effect.is !== 'send'
}
