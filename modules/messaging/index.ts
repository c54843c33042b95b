export {
  next,
  numbersWhere,
  stateName,
  stateNames,
  stateNumber,
  STATES,
  type MessageEvent,
  type StateName,
} from './lifecycle.ts'
export { PRIORITIES, type Priority } from './priority.ts'
export { queueMessages, type Queue, type QueuedMessage } from './queue-messages.ts'
export { emptyTotals, totals, type Totals } from './counters.ts'
export { openSecrets, sealSecrets } from './channel-secrets.ts'
export { runGateway, type Gateway, type GatewayEvent, type GatewayOptions } from './run-gateway.ts'
export { type Receive } from './write-batch.ts'
export { type IncomingMessage } from './items.ts'
export { gatewayMetrics } from './gateway-metrics.ts'
export { lapseMessages } from './lapse.ts'
export { type Load } from './lease.ts'
export { readQueues, type LaneQueue } from './read-queues.ts'
export { resendMessages, type Resend } from './resend-messages.ts'
export { listFailures, type Failure } from './list-failures.ts'
export { explainFailure, type FailureKind } from './explain-failure.ts'
export { Intake } from './intake.ts'
export { listMessages } from './read-messages.ts'
export { findSendingChannel, refuseSender } from './sending-channel.ts'
export { afterQuietHours, type QuietHours } from './quiet-hours.ts'
