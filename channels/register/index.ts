import type { Channel } from '@kurenda/channel'
import { smpp } from '#channels/smpp'

/** Every connector, by its type. A configuration is checked by the connector's own schema before it is used. */
// oxlint-disable-next-line typescript/no-explicit-any -- each connector has a configuration type of its own
export const connectors: Readonly<Record<string, Channel<any>>> = { [smpp.type]: smpp }
