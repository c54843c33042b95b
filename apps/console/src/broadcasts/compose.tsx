import type { GroupList, Preparation } from '@kurenda/contract'
import { measure } from '@kurenda/sms-text'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiProblem } from '../api.ts'
import { Failed } from '../failed.tsx'
import { formatMoney } from '../format.ts'

export function Compose() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [numbers, setNumbers] = useState('')
  const [chosen, setChosen] = useState<readonly number[]>([])
  const groups = useQuery({ queryKey: ['groups'], queryFn: () => api<GroupList>('/groups') })
  const prepare = useMutation({
    mutationFn: () =>
      api<Preparation>('/broadcasts', {
        text,
        ...(chosen.length > 0 ? { groups: chosen } : {}),
        ...(numbers.trim() ? { numbers } : {}),
      }),
  })
  const confirm = useMutation({
    mutationFn: (how: object) => api(`/broadcasts/${prepare.data?.broadcast}/confirm`, how),
    onSuccess: () => navigate({ to: '/broadcasts/$id', params: { id: String(prepare.data?.broadcast) } }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    prepare.mutate()
  }
  if (prepare.data)
    return (
      <Gate
        preparation={prepare.data}
        error={confirm.error}
        busy={confirm.isPending}
        onSend={(how) => confirm.mutate(how)}
        onBack={() => {
          confirm.reset()
          prepare.reset()
        }}
      />
    )
  return (
    <section className="page">
      <h1>{t('compose.title')}</h1>
      <form className="compose" onSubmit={submit}>
        <fieldset>
          <legend>{t('compose.who')}</legend>
          <div className="picks">
            {groups.data?.items.map((group) => (
              <label key={group.id} className="pick">
                <input
                  type="checkbox"
                  checked={chosen.includes(group.id)}
                  onChange={(event) =>
                    setChosen(event.target.checked ? [...chosen, group.id] : chosen.filter((id) => id !== group.id))
                  }
                />
                {t('compose.group', { name: group.name, count: group.members })}
              </label>
            ))}
          </div>
          <label>
            {t('compose.numbers')}
            <textarea rows={3} value={numbers} onChange={(event) => setNumbers(event.target.value)} />
          </label>
        </fieldset>
        <label>
          {t('compose.text')}
          <textarea
            name="text"
            rows={7}
            required
            value={text}
            onChange={(event) => setText(event.target.value)}
            aria-describedby="meter"
          />
        </label>
        <Meter text={text} />
        {prepare.error && <Failed error={prepare.error} />}
        <button className="primary" disabled={prepare.isPending || (chosen.length === 0 && !numbers.trim())}>
          {t('compose.check')}
        </button>
      </form>
    </section>
  )
}

/** What the text costs in parts, and which letter makes it so. */
function Meter({ text }: { text: string }) {
  const { t } = useTranslation()
  const { parts, units, firstCostly } = measure(text)
  return (
    <p id="meter" className="meta">
      {t('compose.meter', { count: text === '' ? 0 : parts, units })}
      {firstCostly && <> {t('compose.costly', { char: firstCostly.char, word: firstCostly.word })}</>}
    </p>
  )
}

/** Nothing leaves without sight of its size: people first, then money. */
function Gate(props: {
  preparation: Preparation
  error: Error | null
  busy: boolean
  onSend: (how: object) => void
  onBack: () => void
}) {
  const { t } = useTranslation()
  const { preparation: p, error } = props
  const quiet = error instanceof ApiProblem && error.code === 'quiet-hours'
  const cost = formatMoney(p.cost)
  return (
    <section className="page gate">
      <h1>{t('compose.gate')}</h1>
      <p className="display num">
        {t('broadcasts.people', { count: p.recipients })} · {cost}
      </p>
      <ul>
        <li>{t('broadcasts.parts', { count: p.parts })}</li>
        {p.duplicates > 0 && <li>{t('compose.duplicates', { count: p.duplicates })}</li>}
        {p.optedOut > 0 && <li>{t('compose.optedOut', { count: p.optedOut })}</li>}
        {p.rejected.length > 0 && <li>{t('compose.rejected', { count: p.rejected.length })}</li>}
      </ul>
      {error && <Failed error={error} />}
      <div className="actions">
        {quiet ? (
          <button className="primary" disabled={props.busy} onClick={() => props.onSend({ quietHours: 'send' })}>
            {t('compose.sendQuiet')}
          </button>
        ) : (
          <button className="primary" disabled={props.busy || p.recipients === 0} onClick={() => props.onSend({})}>
            {t('compose.send', { count: p.recipients, cost })}
          </button>
        )}
        <button onClick={props.onBack}>{t('compose.back')}</button>
      </div>
    </section>
  )
}
