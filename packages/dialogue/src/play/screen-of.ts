import type { Definition } from '../definition.ts'
import type { Effect } from '../effect.ts'
import { inLanguage } from '../text.ts'
import { renderOn } from './render-on.ts'
import type { Channel } from './fixture.ts'

/** What the player prints: what the person sees, then what the host is told to do. */
export function screenOf(effects: readonly Effect[], channel: Channel, definition: Definition): string[] {
  const prompts = effects.flatMap((effect) => (effect.is === 'send' ? [effect.prompt] : []))
  const subject = inLanguage(definition.title, prompts[0]?.language ?? definition.languages[0], () => '')
  const shown = prompts.length === 0 ? [] : ['', readable(renderOn(channel, prompts, subject))]
  return [
    ...shown,
    ...effects.filter((effect) => effect.is !== 'send').map((effect) => `  · ${JSON.stringify(effect)}`),
  ]
}

function readable(rendered: ReturnType<typeof renderOn>): string {
  return typeof rendered === 'string' ? rendered : JSON.stringify(rendered, null, 2)
}
