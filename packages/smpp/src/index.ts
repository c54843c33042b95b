export {
  COMMAND,
  type BindPdu,
  type CancelFields,
  type CommandName,
  type Pdu,
  type QueryFields,
  type Request,
  type ShortMessageFields,
  type ShortMessagePdu,
} from './pdu.ts'
export { encodePdu } from './encode.ts'
export { decodePdu, SmppDecodeError } from './decode.ts'
export { Framer, SmppFrameError } from './frame.ts'
export { STATUS, statusName, statusWords, type StatusName } from './status.ts'
export { TAG, findTlv, numberTlv, stringTlv, tlvNumber, type Tlv } from './tlv.ts'
export {
  Session,
  SmppClosed,
  SmppTimeout,
  type IncomingRequest,
  type RequestOptions,
  type Response,
  type SessionOptions,
} from './session.ts'
export { connect, SmppBindError, type ConnectOptions } from './client.ts'
export { Reconnecting, type ReconnectingOptions } from './reconnecting.ts'
export { listen, type ListenOptions, type SmppServer } from './server.ts'
export { Throttle } from './throttle.ts'
export { concatenate, payload, readPart, type Concatenation, type ReadPart } from './concatenate.ts'
export { readCoding, type SmsCoding } from './coding.ts'
export {
  canonicalIds,
  isMarkedReceipt,
  messageState,
  readReceipt,
  stateOf,
  writeReceipt,
  type Receipt,
} from './receipt.ts'
export { absoluteTime, readTime, relativeTime } from './time.ts'
