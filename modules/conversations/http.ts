export { conversationRoutes, inboxRoutes, threadRoutes } from './routes.ts'
export { conversationSettingsRoutes } from './settings-routes.ts'
export { timelineRoutes } from './timeline-routes.ts'
