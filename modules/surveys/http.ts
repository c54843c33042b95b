export { surveyRoutes } from './routes.ts'
export { serveSurveys } from './public/routes.ts'
