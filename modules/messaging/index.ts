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
export { runGateway, type Gateway, type GatewayEvent, type GatewayOptions } from './run-gateway.ts'
export { type Receive } from './write-batch.ts'
export { type IncomingMessage } from './items.ts'
export { lapseMessages } from './lapse.ts'
export { resendUncertain } from './resend-uncertain.ts'
