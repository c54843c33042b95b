export { channelRoutes, newsRoutes, operatorRoutes, traceRoutes } from './routes.ts'
export { type Connectors } from './channels.ts'
export { NewsStream, type NewsEvent } from './news-stream.ts'
export { trimTraces } from './trim-traces.ts'
