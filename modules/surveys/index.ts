export { keepAnswers } from './keep-answers.ts'
export { foldTallies } from './tally.ts'
export { createSurvey, saveSurvey } from './save-survey.ts'
export { recordResponse } from './record-response.ts'
