import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { channelsQuery } from '../compose/queries.ts'
import { Failed } from '../failed.tsx'
import { formatMoney } from '../format.ts'
import { dayOf } from '../office-time.ts'
import { useToast } from '../toasts.tsx'
import { budgetsQuery, unitsQuery } from './queries.ts'
import css from './settings.module.css'

/** What a month may cost, for the whole office or one of its units; nothing is sent beyond it. */
export function Budgets({ manages }: { manages: boolean }) {
  const { t } = useTranslation()
  const say = useToast()
  const client = useQueryClient()
  const budgets = useQuery(budgetsQuery)
  const units = useQuery(unitsQuery).data ?? []
  const currency = useQuery(channelsQuery).data?.items[0]?.currency ?? 'PLN'
  const [month, setMonth] = useState(() => dayOf(Date.now()).slice(0, 7))
  const [unit, setUnit] = useState('')
  const [amount, setAmount] = useState<number | string>('')
  const set = useMutation({
    mutationFn: () =>
      api('/budgets', { month, unit: unit === '' ? null : Number(unit), amount: Number(amount) }, 'PUT'),
    onSuccess: async () => {
      say(t('settings.saved'))
      setAmount('')
      await client.invalidateQueries({ queryKey: ['budgets'] })
    },
  })
  const nameOf = (id: number | null) =>
    id === null ? t('settings.wholeOffice') : (units.find((one) => one.id === id)?.name ?? String(id))
  return (
    <section aria-labelledby="budgets">
      <h2 className="head" id="budgets">
        {t('settings.budgets')}
      </h2>
      {budgets.error && <Failed error={budgets.error} />}
      {budgets.data?.length === 0 && <p className="muted">{t('settings.noBudgets')}</p>}
      <ul className={`rows ${css['list']}`}>
        {budgets.data?.map((one) => (
          <li key={`${one.month} ${one.unit}`}>
            <div>
              <b className="num">{one.month}</b> {nameOf(one.unit)}
            </div>
            <span className="num">
              {t('settings.spent', {
                spent: formatMoney({ amount: one.spent, currency }),
                of: formatMoney({ amount: one.amount, currency }),
              })}
            </span>
          </li>
        ))}
      </ul>
      {manages && (
        <form
          className={css['save']}
          onSubmit={(event) => {
            event.preventDefault()
            if (!set.isPending) set.mutate()
          }}
        >
          <TextInput
            type="month"
            label={t('settings.month')}
            required
            value={month}
            onChange={(event) => setMonth(event.currentTarget.value)}
          />
          <NativeSelect
            label={t('settings.whose')}
            value={unit}
            onChange={(event) => setUnit(event.currentTarget.value)}
            data={[
              { value: '', label: t('settings.wholeOffice') },
              ...units.map(({ id, name }) => ({ value: String(id), label: name })),
            ]}
          />
          <NumberInput
            label={t('settings.amount', { currency })}
            required
            min={0}
            max={100_000_000}
            decimalScale={2}
            decimalSeparator=","
            hideControls
            error={set.error?.message}
            value={amount}
            onChange={setAmount}
          />
          <Button type="submit" loading={set.isPending}>
            {t('settings.setBudget')}
          </Button>
        </form>
      )}
    </section>
  )
}
