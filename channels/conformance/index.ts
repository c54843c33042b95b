export { conform } from './conform.ts'
export { RecordingHost } from './recording-host.ts'
export { outgoing, type Answer, type FakeProvider, type ReceiptState, type Taken } from './provider.ts'
