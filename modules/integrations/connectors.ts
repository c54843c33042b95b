import type { Channel } from '@kurenda/channel'

/** Every connector by its type; the api role hands them in. */
// oxlint-disable-next-line typescript/no-explicit-any -- each connector has a configuration type of its own
export type Connectors = Readonly<Record<string, Channel<any>>>
