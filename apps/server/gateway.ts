import { connectors } from '#channels/register'
import { receiveIncoming } from '#modules/inbound'
import { runGateway, type Gateway, type GatewayEvent } from '#modules/messaging'
import { systemClock } from '#platform/clock'
import type { Registry } from '#platform/metrics'
import type { Seal } from '#platform/seal'

/** The gateway role: every connector, and incoming texts go to the inbox. */
export function startGateway(options: {
  engineUrl: string
  seal: Seal
  log: (event: GatewayEvent) => void
  registry?: Registry
}): Promise<Gateway> {
  return runGateway({
    ...options,
    clock: systemClock,
    connectors,
    receive: receiveIncoming,
  })
}
