import type { Definition } from '../definition.ts'
import type { Effect } from '../effect.ts'
import type { Event } from '../event.ts'
import type { Step } from '../follow.ts'
import { inLanguage } from '../text.ts'
import { run } from '../run.ts'
import { start } from '../start.ts'
import type { Opening } from '../start.ts'
import { renderOn } from './render-on.ts'
import type { Channel, Play } from './play-schema.ts'

/** Plays a dialogue on a channel and writes down what is seen and done: the fixture of a session, and its test. */
export function record(definition: Definition, channel: Channel, opening: Opening, events: readonly Event[]): Play {
  let step = start(definition, opening)
  const turns = [turnOf(step, channel, definition)]
  for (const event of events) {
    step = run(definition, step.session, event)
    turns.push({ event, ...turnOf(step, channel, definition) })
  }
  return { channel, opening, turns, answers: step.session.answers }
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
