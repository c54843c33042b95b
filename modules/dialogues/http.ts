export { dialogueRoutes } from './routes.ts'
