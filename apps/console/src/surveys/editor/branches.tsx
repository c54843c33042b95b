import type { SurveyContent, SurveyQuestion } from '@kurenda/contract'
import { ActionIcon, Button, NativeSelect, NumberInput } from '@mantine/core'
import { PlusIcon, XIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { read } from '../texts.ts'
import { conditionsOf, type GoTo } from './edit-content.ts'
import css from './editor.module.css'

/** Where the survey goes on after which answer, read as sentences: if the answer is … go to …; else to …. */
export function Branches(props: {
  content: SurveyContent
  question: SurveyQuestion
  onChange: (question: SurveyQuestion) => void
  errorAt: (field: string) => string | undefined
}) {
  const { t } = useTranslation()
  const { content, question, onChange, errorAt } = props
  const { goTo, next, kind } = question
  const conditions = conditionsOf(kind)
  const place = content.questions.indexOf(question)
  const targets = [
    ...content.questions.flatMap((one, i) =>
      one.id === question.id
        ? []
        : [{ value: one.id, label: `${i + 1}. ${read(one.text, content.languages) || t('surveys.edit.noText')}` }],
    ),
    { value: 'end', label: t('surveys.edit.end') },
  ]
  const below = content.questions[place + 1]
  const change = (i: number, part: Partial<GoTo>) =>
    onChange({ ...question, goTo: goTo.map((one, j) => (i === j ? { ...one, ...part } : one)) })
  const add = () =>
    onChange({
      ...question,
      goTo: [...goTo, { when: firstOf(question), then: content.questions[place + 2]?.id ?? 'end' }],
    })
  return (
    <fieldset className={css['branches']}>
      <legend>{t('surveys.edit.goOn')}</legend>
      {goTo.map((branch, i) => (
        <div key={i} className={css['branch']} role="group" aria-label={t('surveys.edit.branch', { number: i + 1 })}>
          <span>{t('surveys.edit.if')}</span>
          {conditions.length > 1 && (
            <NativeSelect
              aria-label={t('surveys.edit.compare')}
              value={conditions.find((one) => one in branch.when) ?? 'is'}
              onChange={(event) =>
                change(i, { when: { [event.currentTarget.value]: numberIn(branch) } as GoTo['when'] })
              }
              data={conditions.map((value) => ({ value, label: t(`surveys.edit.${value}`) }))}
            />
          )}
          <Answer
            question={question}
            languages={content.languages}
            branch={branch}
            onChange={(when) => change(i, { when })}
          />
          <span>{t('surveys.edit.then')}</span>
          <NativeSelect
            aria-label={t('surveys.edit.target')}
            value={branch.then}
            onChange={(event) => change(i, { then: event.currentTarget.value })}
            data={known(targets, branch.then)}
            error={errorAt(`goTo.${i}`)}
          />
          <ActionIcon
            aria-label={t('surveys.edit.removeBranch', { number: i + 1 })}
            onClick={() => onChange({ ...question, goTo: goTo.filter((_, j) => j !== i) })}
          >
            <XIcon size={18} aria-hidden="true" />
          </ActionIcon>
        </div>
      ))}
      <div className={css['branch']}>
        <NativeSelect
          label={t(goTo.length > 0 ? 'surveys.edit.otherwise' : 'surveys.edit.next')}
          value={next ?? ''}
          onChange={(event) => {
            const { next: _, ...others } = question
            const to = event.currentTarget.value
            onChange(to === '' ? others : { ...others, next: to })
          }}
          data={[
            { value: '', label: below ? t('surveys.edit.below') : t('surveys.edit.end') },
            ...known(targets, next).filter(({ value }) => below !== undefined || value !== 'end'),
          ]}
          error={errorAt('next')}
        />
        {conditions.length > 0 && (
          <Button variant="subtle" leftSection={<PlusIcon size={18} aria-hidden="true" />} onClick={add}>
            {t('surveys.edit.addBranch')}
          </Button>
        )}
      </div>
    </fieldset>
  )
}

/** A question that is gone is shown by its name until another is chosen. */
const known = (targets: readonly { value: string; label: string }[], value: string | undefined) =>
  value === undefined || targets.some((one) => one.value === value)
    ? [...targets]
    : [...targets, { value, label: value }]

function firstOf({ kind, choices = [], to = 5 }: SurveyQuestion): GoTo['when'] {
  if (kind === 'yes-no') return { is: false }
  if (kind === 'choice' || kind === 'choices') return { is: choices[0]?.id ?? '' }
  return { atMost: kind === 'nps' ? 6 : Math.floor(to / 2) }
}

const numberIn = ({ when }: GoTo) => Number(Object.values(when)[0] ?? 0)

function Answer(props: {
  question: SurveyQuestion
  languages: SurveyContent['languages']
  branch: GoTo
  onChange: (when: GoTo['when']) => void
}) {
  const { t } = useTranslation()
  const { question, branch, onChange } = props
  const { kind, choices = [] } = question
  const { when } = branch
  const label = t('surveys.edit.answer')
  if (kind === 'yes-no')
    return (
      <NativeSelect
        aria-label={label}
        value={'is' in when && when.is === true ? 'yes' : 'no'}
        onChange={(event) => onChange({ is: event.currentTarget.value === 'yes' })}
        data={[
          { value: 'yes', label: t('surveys.yes') },
          { value: 'no', label: t('surveys.no') },
        ]}
      />
    )
  if (kind === 'choice' || kind === 'choices')
    return (
      <NativeSelect
        aria-label={label}
        value={'is' in when ? String(when.is) : ''}
        onChange={(event) => onChange({ is: event.currentTarget.value })}
        data={choices.map(({ id, label: words }, i) => ({
          value: id,
          label: read(words, props.languages) || t('surveys.edit.choice', { number: i + 1 }),
        }))}
      />
    )
  const [way = 'is'] = Object.keys(when)
  return (
    <NumberInput
      aria-label={label}
      hideControls
      decimalSeparator=","
      value={Number.isFinite(numberIn(branch)) ? numberIn(branch) : ''}
      onChange={(value) => onChange({ [way]: typeof value === 'number' ? value : Number.NaN } as GoTo['when'])}
    />
  )
}
