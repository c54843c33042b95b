export { channelRoutes, newsRoutes, operatorRoutes } from './routes.ts'
export { type Connectors } from './channels.ts'
export { NewsStream, type NewsEvent } from './news-stream.ts'
