import type { SurveyContent } from '@kurenda/contract'
import { ActionIcon, Button, Checkbox, NativeSelect, NumberInput, Switch, TextInput } from '@mantine/core'
import { PlusIcon, XIcon } from 'lucide-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { fieldsQuery } from '../../compose/queries.ts'
import { useMay } from '../../me.ts'
import { OfficeTimeInput } from '../../office-time-input.tsx'
import { atWallTime, wallTime } from '../../office-time.ts'
import { pointsOf } from '../points.ts'
import { surveyQuery, surveysQuery } from '../queries.ts'
import { read, surveyLanguageNames, surveyLanguages, titleOf } from '../texts.ts'
import { leadsElsewhere, toggleLanguage } from './edit-content.ts'
import css from './editor.module.css'

const mostAspects = 3

interface Props {
  content: SurveyContent
  onChange: (content: SurveyContent) => void
  errorAt: (field: string) => string | undefined
}

/** Who may answer, until when, in which languages, how often, and what everyone sees. */
export function SurveySettings(props: Props & { isOpen: boolean; own: number | undefined }) {
  const { t } = useTranslation()
  const { content, onChange, errorAt, isOpen } = props
  const change = (part: Partial<SurveyContent>) => onChange({ ...content, ...part })
  const onePage = !leadsElsewhere(content)
  return (
    <>
      <fieldset className={css['options']}>
        <legend>{t('surveys.edit.languages')}</legend>
        {surveyLanguages.map((language) => (
          <Checkbox
            key={language}
            label={<span lang={language}>{surveyLanguageNames[language]}</span>}
            checked={content.languages.includes(language)}
            onChange={() => onChange(toggleLanguage(content, language))}
          />
        ))}
      </fieldset>
      <TextInput
        label={t('surveys.edit.keyword')}
        description={t('surveys.edit.keywordText')}
        maxLength={40}
        value={content.keyword ?? ''}
        onChange={(event) => change({ keyword: event.currentTarget.value || null })}
        error={errorAt('keyword')}
      />
      <div className={css['switches']}>
        <Switch
          checked={content.anonymous}
          disabled={isOpen}
          onChange={(event) => change({ anonymous: event.currentTarget.checked })}
          label={t('surveys.edit.anonymous')}
          description={t(
            isOpen
              ? 'surveys.edit.anonymousOpen'
              : content.anonymous
                ? 'surveys.edit.anonymousText'
                : 'surveys.edit.knownText',
          )}
        />
        <Switch
          checked={content.once}
          onChange={(event) => change({ once: event.currentTarget.checked })}
          label={t('surveys.edit.once')}
          description={t(content.once ? 'surveys.edit.onceText' : 'surveys.edit.manyText')}
        />
        <Switch
          checked={content.resultsPublic}
          onChange={(event) => change({ resultsPublic: event.currentTarget.checked })}
          label={t('surveys.edit.public')}
          description={t('surveys.edit.publicText')}
        />
        <Switch
          checked={content.onePage && onePage}
          disabled={!onePage}
          onChange={(event) => change({ onePage: event.currentTarget.checked })}
          label={t('surveys.edit.onePage')}
          description={t(onePage ? 'surveys.edit.onePageText' : 'surveys.edit.onePageNot')}
        />
      </div>
      <div className={css['numbers']}>
        <OfficeTimeInput
          label={t('surveys.edit.closesAt')}
          description={t('surveys.edit.closesAtText')}
          value={content.closesAt === null ? '' : wallTime(Date.parse(content.closesAt))}
          onChange={(wall) => change({ closesAt: wall ? atWallTime(wall).toISOString() : null })}
          error={errorAt('closesAt')}
        />
        <NumberInput
          label={t('surveys.edit.enough')}
          description={t('surveys.edit.enoughText')}
          allowDecimal={false}
          hideControls
          min={1}
          value={content.mostResponses ?? ''}
          onChange={(value) => change({ mostResponses: typeof value === 'number' && value >= 1 ? value : null })}
        />
        <NumberInput
          label={t('surveys.edit.remind')}
          description={t('surveys.edit.remindText')}
          allowDecimal={false}
          hideControls
          min={1}
          max={30}
          value={content.remindAfterDays ?? ''}
          onChange={(value) => change({ remindAfterDays: typeof value === 'number' && value >= 1 ? value : null })}
        />
      </div>
      <Quotas {...props} />
      <Aspects {...props} />
      <Follows {...props} />
    </>
  )
}

/** So many people with one answer are enough, e.g. of a village. */
function Quotas({ content, onChange, errorAt }: Props) {
  const { t } = useTranslation()
  const { quotas, questions, languages } = content
  const offered = questions.flatMap((question, i) => {
    const { id, kind, choices = [] } = question
    const options =
      kind === 'choice' || kind === 'choices'
        ? choices.map((choice, j) => ({
            id: choice.id,
            label: read(choice.label, languages) || t('surveys.edit.choice', { number: j + 1 }),
          }))
        : kind === 'yes-no'
          ? [
              { id: 'yes', label: t('surveys.yes') },
              { id: 'no', label: t('surveys.no') },
            ]
          : pointsOf(question).map((point) => ({ id: point, label: point }))
    return options.map((option) => ({ value: `${id} ${option.id}`, label: `${i + 1}. ${option.label}` }))
  })
  const change = (i: number, part: Partial<SurveyContent['quotas'][number]>) =>
    onChange({ ...content, quotas: quotas.map((quota, j) => (i === j ? { ...quota, ...part } : quota)) })
  const parts = (value: string) => {
    const [question = '', ...choice] = value.split(' ')
    return { question, choice: choice.join(' ') }
  }
  if (offered.length === 0 && quotas.length === 0) return null
  return (
    <fieldset className={css['branches']}>
      <legend>{t('surveys.edit.quotas')}</legend>
      <p className="muted">{t('surveys.edit.quotasText')}</p>
      {quotas.map(({ question, choice, most }, i) => (
        <div key={i} className={css['branch']} role="group" aria-label={t('surveys.edit.quota', { number: i + 1 })}>
          <span>{t('surveys.edit.answer')}</span>
          <NativeSelect
            aria-label={t('surveys.edit.answer')}
            value={`${question} ${choice}`}
            onChange={(event) => change(i, parts(event.currentTarget.value))}
            data={
              offered.some(({ value }) => value === `${question} ${choice}`)
                ? offered
                : [{ value: `${question} ${choice}`, label: '…' }, ...offered]
            }
            error={errorAt(`quota.${i}`)}
          />
          <span>{t('surveys.edit.quotaMost')}</span>
          <NumberInput
            aria-label={t('surveys.edit.quotaNumber')}
            allowDecimal={false}
            hideControls
            min={0}
            value={most}
            onChange={(value) => change(i, { most: typeof value === 'number' ? value : 0 })}
          />
          <ActionIcon
            aria-label={t('surveys.edit.removeQuota', { number: i + 1 })}
            onClick={() => onChange({ ...content, quotas: quotas.filter((_, j) => j !== i) })}
          >
            <XIcon size={18} aria-hidden="true" />
          </ActionIcon>
        </div>
      ))}
      {errorAt('quotas') && <p className={css['wrong']}>{errorAt('quotas')}</p>}
      <Button
        variant="subtle"
        leftSection={<PlusIcon size={18} aria-hidden="true" />}
        disabled={offered.length === 0}
        onClick={() => onChange({ ...content, quotas: [...quotas, { ...parts(offered[0]?.value ?? ''), most: 100 }] })}
      >
        {t('surveys.edit.addQuota')}
      </Button>
    </fieldset>
  )
}

/** What is known of people besides, by which results are compared. */
function Aspects({ content, onChange }: Props) {
  const { t } = useTranslation()
  const may = useMay()
  const fields = useQuery({ ...fieldsQuery, enabled: may('contacts:read') }).data?.items ?? []
  const known = [...new Set([...fields.map(({ key }) => key), ...content.aspects])]
  if (known.length === 0) return null
  return (
    <fieldset className={css['options']}>
      <legend>{t('surveys.edit.aspects')}</legend>
      <p className="muted">{t('surveys.edit.aspectsText')}</p>
      {known.map((key) => {
        const isOn = content.aspects.includes(key)
        return (
          <Checkbox
            key={key}
            label={fields.find((field) => field.key === key)?.label ?? key}
            checked={isOn}
            disabled={!isOn && content.aspects.length >= mostAspects}
            onChange={() =>
              onChange({
                ...content,
                aspects: isOn ? content.aspects.filter((one) => one !== key) : [...content.aspects, key],
              })
            }
          />
        )
      })}
    </fieldset>
  )
}

/** The survey before this one, beside which its results stand. */
function Follows({ content, onChange, errorAt, own }: Props & { own: number | undefined }) {
  const { t } = useTranslation()
  const latest = useInfiniteQuery(surveysQuery()).data?.pages.flatMap(({ items }) => items) ?? []
  const { follows, ...rest } = content
  // It may be older than those that are offered.
  const chosen = useQuery({ ...surveyQuery(String(follows)), enabled: follows !== undefined, retry: false }).data
  const offered = latest.filter(({ id }) => id !== own && id !== follows)
  const known = follows === undefined ? [] : [{ value: String(follows), label: chosen ? titleOf(chosen.content) : '…' }]
  if (offered.length + known.length === 0) return null
  return (
    <NativeSelect
      label={t('surveys.edit.follows')}
      description={t('surveys.edit.followsText')}
      value={follows === undefined ? '' : String(follows)}
      onChange={({ currentTarget: { value } }) => onChange(value === '' ? rest : { ...rest, follows: Number(value) })}
      data={[
        { value: '', label: t('surveys.edit.followsNone') },
        ...known,
        ...offered.map((survey) => ({ value: String(survey.id), label: titleOf(survey.content) })),
      ]}
      error={errorAt('follows')}
    />
  )
}
