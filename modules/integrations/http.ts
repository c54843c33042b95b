export {
  channelFormRoutes,
  channelRoutes,
  channelSetupRoutes,
  newsRoutes,
  operatorRoutes,
  traceRoutes,
} from './routes.ts'
