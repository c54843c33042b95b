import type { SurveyTextGroups } from '@kurenda/contract'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format.ts'
import css from './results.module.css'

/** More are shown when they are asked for. */
const shownAtFirst = 6
/** Of the forms of its word a group is called by so many. */
const shownWords = 2
/** As the server calls those that share no word with another. */
const inNone = '-'

/** What people wrote about, by the words they share; one of them chosen shows only its texts. */
export function TextGroups(props: {
  groups: SurveyTextGroups
  chosen: string | undefined
  onChoose: (group: string | undefined) => void
}) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const { groups, others, read } = props.groups
  if (groups.length === 0) return null
  const shown = groups.filter(({ id }, index) => all || index < shownAtFirst || id === props.chosen)
  const chips = [
    ...shown.map(({ id, words, count }) => ({ id, label: words.slice(0, shownWords).join(', '), count })),
    ...(others > 0 ? [{ id: inNone, label: t('surveys.groups.others'), count: others }] : []),
  ]
  return (
    <div className={css['groups']}>
      <div role="group" aria-label={t('surveys.groups')}>
        {chips.map(({ id, label, count }) => {
          const isOn = props.chosen === id
          return (
            <button
              key={id}
              type="button"
              className={`tag num ${isOn ? 'accent' : ''}`}
              aria-pressed={isOn}
              onClick={() => props.onChoose(isOn ? undefined : id)}
            >
              {`${label} · ${formatNumber(count)}`}
            </button>
          )
        })}
        {shown.length < groups.length && (
          <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
            {t('surveys.groups.more', { count: groups.length - shown.length })}
          </Button>
        )}
      </div>
      <p className="muted xs">{t('surveys.groups.note', { count: read })}</p>
    </div>
  )
}
