import type { DraftContent } from '@kurenda/contract'
import { Button } from '@mantine/core'
import { ChartColumnIcon, XIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../link-button.tsx'
import css from './compose.module.css'

/** The text of a message that carries a survey: its first question, which is changed there and not here. */
export function SurveyQuestion(props: {
  content: DraftContent
  id: number
  followUpParts: number | undefined
  onDetach: () => void
}) {
  const { t } = useTranslation()
  const { content, id, followUpParts } = props
  return (
    <>
      <h2 className="label">{t('compose.survey')}</h2>
      <div className={css['survey']}>
        <blockquote>{content.text}</blockquote>
        {Object.entries(content.translations).map(([language, text]) => (
          <blockquote key={language} lang={language} className="muted">
            {text}
          </blockquote>
        ))}
        <p className="muted">{t('compose.surveyText')}</p>
        {followUpParts !== undefined && followUpParts > 0 && (
          <p>{t('compose.surveyFollows', { count: followUpParts })}</p>
        )}
        <div className={css['head']}>
          <LinkButton
            to="/surveys/$id"
            params={{ id: String(id) }}
            leftSection={<ChartColumnIcon size={18} aria-hidden="true" />}
          >
            {t('compose.surveyOpen')}
          </LinkButton>
          <Button variant="subtle" leftSection={<XIcon size={18} aria-hidden="true" />} onClick={props.onDetach}>
            {t('compose.surveyDetach')}
          </Button>
        </div>
      </div>
    </>
  )
}
