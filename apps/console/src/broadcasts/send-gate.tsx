import type { AudienceFrequency, Broadcast, Confirmation, Preparation, Recurrence } from '@kurenda/contract'
import { Gate } from '@kurenda/ui'
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '../api.ts'
import { Failed } from '../failed.tsx'
import { formatMoney, formatMonth, formatNumber, formatTime } from '../format.ts'
import { useMay } from '../me.ts'
import { dayOf } from '../office-time.ts'
import { useToast } from '../toasts.tsx'
import { budgetsQuery, rulesQuery } from './queries.ts'

/** From so many people on, the sender retypes their number. */
const retypeFrom = 1000

export interface SendGateProps {
  id: number
  name: string
  size: Pick<Preparation, 'recipients' | 'parts' | 'cost'> & Partial<Pick<Preparation, 'followUpParts'>>
  /** How a real person's text reads. */
  text: string
  channel: string
  sendAt: string | null
  /** Again and again instead of once. */
  rule?: Recurrence | undefined
  replies: Broadcast['replies']
  /** It puts a survey's first question. */
  isSurvey: boolean
  isEmergency: boolean
  state: Broadcast['state']
  leave: string
  onBack: () => void
  onSent: () => void
}

/** People first, then money; then the yes, or the question to a second person where the office wants one. */
export function SendGate(props: SendGateProps) {
  const { t } = useTranslation()
  const { id, size, rule, sendAt, isEmergency } = props
  const client = useQueryClient()
  const say = useToast()
  const may = useMay()
  const rules = useQuery(rulesQuery)
  const left = useBudgetLeft()
  const frequency = useQuery({
    queryKey: ['broadcasts', 'frequency', id],
    queryFn: () => api<AudienceFrequency>(`/broadcasts/${id}/frequency`),
    staleTime: 0,
  })
  const { recipients } = size
  const cost = formatMoney(size.cost)
  const approvalFrom = rules.data?.approvalFrom ?? null
  const alone = isEmergency && may('broadcasts:emergency')
  const asks = approvalFrom !== null && recipients >= approvalFrom && props.state !== 'approved' && !alone && !rule
  const done = async (said: string | undefined) => {
    if (said) say(said)
    await client.invalidateQueries({ queryKey: ['broadcasts'] })
    props.onSent()
  }
  const confirm = useMutation({
    mutationFn: (how: Confirmation) =>
      api<Broadcast>(`/broadcasts/${id}/confirm`, { ...how, expected: { recipients, parts: size.parts } }),
    // In the undo window the page it leads to counts the seconds down.
    onSuccess: (sent) => done(sent.undoUntil === null ? t('gate.started', { count: recipients }) : undefined),
  })
  const ask = useMutation({
    mutationFn: () => api(`/broadcasts/${id}/review`, {}),
    onSuccess: () => done(t('gate.asked')),
  })
  const repeat = useMutation({
    mutationFn: () => api('/series', { draft: id, rule }),
    onSuccess: () => done(t('gate.repeats')),
  })
  const act = rule ? repeat : asks ? ask : confirm
  const quiet = isProblem(confirm.error, 'quiet-hours')
  const go = rule
    ? t('gate.repeat')
    : asks
      ? t('gate.ask')
      : quiet
        ? t('gate.sendQuiet', { count: recipients })
        : t('gate.send', { count: recipients, cost })
  return (
    <Gate
      title={props.name || t('broadcasts.confirm')}
      figures={[
        { value: formatNumber(recipients), unit: t('gate.people', { count: recipients }), note: t('gate.peopleNote') },
        {
          value: cost,
          note:
            left &&
            t('gate.budget', {
              left: formatMoney({ ...left, amount: left.amount - size.cost.amount }),
              month: left.month,
            }),
        },
      ]}
      facts={[
        { name: t('gate.when'), value: rule ? t('gate.repeats') : sendAt ? formatTime(sendAt) : t('gate.now') },
        { name: t('gate.how'), value: `${props.channel} · ${t('broadcasts.parts', { count: size.parts })}` },
        ...(size.followUpParts
          ? [{ name: t('gate.follows'), value: t('gate.followsText', followUpOf(size.followUpParts, size)) }]
          : []),
        { name: t('gate.text'), value: <q>{shorten(props.text)}</q> },
        // Its line is there before its words: the buttons must not move away under who is about to press one.
        ...(frequency.isError
          ? []
          : [{ name: t('gate.heard'), value: frequency.data ? heardWords(frequency.data, t) : '…' }]),
        {
          name: t('gate.answers'),
          value: t(props.isSurvey ? 'gate.survey' : props.replies === 'two_way' ? 'gate.twoWay' : 'gate.noReply'),
        },
      ]}
      {...(recipients >= retypeFrom &&
        !asks && { retype: { number: recipients, ask: t('gate.retype'), matches: t('gate.matches') } })}
      back={props.leave}
      onBack={props.onBack}
      go={go}
      busy={act.isPending}
      disabled={recipients === 0}
      onGo={() => (rule ? repeat.mutate() : asks ? ask.mutate() : confirm.mutate(quiet ? { quietHours: 'send' } : {}))}
      other={
        quiet && (
          <Button size="lg" disabled={confirm.isPending} onClick={() => confirm.mutate({ quietHours: 'hold' })}>
            {t('gate.hold')}
          </Button>
        )
      }
    >
      {recipients === 0 && <Failed error={new Error(t('gate.nobody'))} />}
      {asks && <p>{t('gate.askText', { from: formatNumber(approvalFrom) })}</p>}
      {alone && <p>{t('gate.aloneText')}</p>}
      {act.error && <Failed error={act.error} />}
    </Gate>
  )
}

/** What is left of the organization's budget of this month; undefined where it has none. */
function useBudgetLeft() {
  const month = dayOf(Date.now()).slice(0, 7)
  const budget = useQuery(budgetsQuery).data?.items.find((each) => each.unit === null && each.month === month)
  return budget && { amount: budget.amount - budget.spent, currency: 'PLN', month: formatMonth(month) }
}

/** What of the cost is expected to follow, a part costing the same as any other. */
function followUpOf(parts: number, { parts: first, cost }: SendGateProps['size']) {
  const amount = first + parts === 0 ? 0 : (cost.amount * parts) / (first + parts)
  return { count: parts, cost: formatMoney({ ...cost, amount }) }
}

const shorten = (text: string) => (text.length > 160 ? `${text.slice(0, 159)}…` : text)

/** Who hears from an office too often stops reading. */
function heardWords({ recipients, looked, week, month, often }: AudienceFrequency, t: TFunction): string {
  if (month === 0) return t('gate.heardNothing')
  const about = looked < recipients ? t('gate.about') : ''
  const words = t('gate.heardWords', { week: formatNumber(week), month: formatNumber(month) })
  const tooOften = often > 0 ? ` ${t('gate.heardOften', { count: often })}` : ''
  return `${about}${words}${tooOften}`
}
