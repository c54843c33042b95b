export {
  channelFormRoutes,
  channelRoutes,
  channelSetupRoutes,
  newsRoutes,
  operatorRoutes,
  traceRoutes,
} from './routes.ts'
export { type Connectors } from './connectors.ts'
export { describeConnectors } from './connector-form.ts'
export { NewsStream, type NewsEvent } from './news-stream.ts'
export { findingKinds } from './find-stuck.ts'
export { townMetrics } from './town-metrics.ts'
export { trimTraces } from './trim-traces.ts'
