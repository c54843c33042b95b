export { openOutgoing, OutgoingRefused, type Outgoing, type OutgoingSettings } from './open-outgoing.ts'
