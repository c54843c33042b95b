import type { Survey } from '@kurenda/contract'
import { useTranslation } from 'react-i18next'

/** Whether a survey is still written, answered, or over, in a word. */
export function SurveyStateTag({ survey }: { survey: Pick<Survey, 'state' | 'content'> }) {
  const { t } = useTranslation()
  const state = stateOf(survey)
  return <span className={`tag ${state === 'open' ? 'accent' : ''}`}>{t(`surveys.state.${state}`)}</span>
}

/** One whose day has passed is closed, whether or not somebody closed it. */
export const stateOf = ({ state, content }: Pick<Survey, 'state' | 'content'>) =>
  state === 'open' && content.closesAt !== null && Date.parse(content.closesAt) <= Date.now() ? 'closed' : state
