export { optOutImportRoutes, optOutRoutes } from './routes.ts'
