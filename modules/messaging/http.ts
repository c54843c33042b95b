export { messageRoutes, presentMessage } from './routes.ts'
