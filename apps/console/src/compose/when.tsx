import type { Channel, DraftContent, Recurrence, SendingRules } from '@kurenda/contract'
import { Checkbox, NativeSelect, SegmentedControl, Switch, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatPhone, formatWeekday } from '../format.ts'
import { OfficeTimeInput } from '../office-time-input.tsx'
import { wallTime } from '../office-time.ts'
import css from './compose.module.css'

export interface When {
  kind: 'now' | 'at' | 'repeat'
  /** As the field holds it: the office's time without a zone. */
  at: string
  rule: Recurrence
}

const now: When = { kind: 'now', at: '', rule: { every: 'week', at: '09:00', weekdays: [1] } }

/** How a draft says when it goes out. */
export function whenOf({ sendAt }: Pick<DraftContent, 'sendAt'>): When {
  if (!sendAt) return now
  return { ...now, kind: 'at', at: wallTime(Date.parse(sendAt)) }
}

const every = ['day', 'week', 'month'] as const
/** A Monday and the six days after it. */
const week = [5, 6, 7, 8, 9, 10, 11].map((day, i) => ({
  number: i + 1,
  day: `2026-01-${String(day).padStart(2, '0')}`,
}))

/** Whether people may answer, through which channel, and when it leaves. */
export function Ways(props: {
  content: DraftContent
  onChange: (part: Partial<DraftContent>) => void
  channels: readonly Channel[]
  channel: Channel | undefined
  when: When
  onWhen: (when: When) => void
  rules: SendingRules | undefined
}) {
  const { t } = useTranslation()
  const { content, channel, when, onWhen, rules } = props
  const isEmergency = content.priority === 'emergency'
  const canAnswer = channel?.answerable !== false
  return (
    <div className={css['ways']}>
      <div>
        <Switch
          checked={content.replies === 'two_way' && canAnswer}
          disabled={!canAnswer || content.survey !== undefined}
          onChange={(event) => props.onChange({ replies: event.currentTarget.checked ? 'two_way' : 'no_reply' })}
          label={t('compose.twoWay')}
          description={
            canAnswer
              ? t(answersKey(content), {
                  sender: formatPhone(channel?.sender ?? ''),
                })
              : t('compose.unanswerable', { sender: formatPhone(channel?.sender ?? '') })
          }
        />
        {props.channels.length > 1 && (
          <NativeSelect
            label={t('compose.channel')}
            value={channel?.name ?? ''}
            data={props.channels.map(({ name }) => name)}
            onChange={(event) => props.onChange({ channel: event.currentTarget.value })}
          />
        )}
      </div>
      <div>
        {isEmergency ? (
          <p>{t('compose.emergencyWhen')}</p>
        ) : (
          <SegmentedControl
            fullWidth
            aria-label={t('gate.when')}
            value={when.kind}
            onChange={(kind) => onWhen({ ...when, kind: kind })}
            data={(['now', 'at', 'repeat'] as const).map((value) => ({ value, label: t(`compose.when.${value}`) }))}
          />
        )}
        {when.kind === 'at' && (
          <OfficeTimeInput label={t('compose.at')} value={when.at} onChange={(at) => onWhen({ ...when, at })} />
        )}
        {when.kind === 'repeat' && <Repeat rule={when.rule} onChange={(rule) => onWhen({ ...when, rule })} />}
        {rules && !isEmergency && (
          <p className="muted">{t('compose.quiet', { from: rules.quietFrom, until: rules.quietUntil })}</p>
        )}
      </div>
    </div>
  )
}

function Repeat({ rule, onChange }: { rule: Recurrence; onChange: (rule: Recurrence) => void }) {
  const { t } = useTranslation()
  const days = rule.weekdays ?? []
  return (
    <div className={css['repeat']}>
      <NativeSelect
        label={t('compose.every')}
        value={rule.every}
        data={every.map((value) => ({ value, label: t(`compose.every.${value}`) }))}
        onChange={(event) => {
          const chosen = every.find((each) => each === event.currentTarget.value) ?? 'week'
          const { weekdays: _, day: __, ...rest } = rule
          onChange({
            ...rest,
            every: chosen,
            ...(chosen === 'week' && { weekdays: days.length > 0 ? days : [1] }),
            ...(chosen === 'month' && { day: rule.day ?? 1 }),
          })
        }}
      />
      <TextInput
        type="time"
        label={t('compose.hour')}
        value={rule.at}
        onChange={(event) =>
          event.currentTarget.value && onChange({ ...rule, at: event.currentTarget.value.slice(0, 5) })
        }
      />
      {rule.every === 'week' && (
        <fieldset className={css['weekdays']}>
          <legend>{t('compose.weekdays')}</legend>
          {week.map(({ number, day }) => (
            <Checkbox
              key={number}
              label={formatWeekday(day)}
              aria-label={formatWeekday(day, 'long')}
              checked={days.includes(number)}
              onChange={() => {
                const next = days.includes(number) ? days.filter((each) => each !== number) : [...days, number].sort()
                if (next.length > 0) onChange({ ...rule, weekdays: next })
              }}
            />
          ))}
        </fieldset>
      )}
      {rule.every === 'month' && (
        <TextInput
          type="number"
          min={1}
          max={31}
          label={t('compose.day')}
          value={String(rule.day ?? 1)}
          onChange={(event) => {
            const day = Number(event.currentTarget.value)
            if (day >= 1 && day <= 31) onChange({ ...rule, day })
          }}
        />
      )}
      <TextInput
        type="date"
        label={t('compose.until')}
        value={rule.until ?? ''}
        onChange={(event) => {
          const { until: _, ...rest } = rule
          onChange(event.currentTarget.value ? { ...rest, until: event.currentTarget.value } : rest)
        }}
      />
    </div>
  )
}

const answersKey = ({ survey, replies }: DraftContent) =>
  survey !== undefined ? 'compose.surveyAnswers' : replies === 'two_way' ? 'compose.twoWayText' : 'compose.noReplyText'
