export { broadcastRoutes, composeRoutes, prepareRoutes } from './routes.ts'
export { draftRoutes } from './draft-routes.ts'
export { planningRoutes } from './planning-routes.ts'
