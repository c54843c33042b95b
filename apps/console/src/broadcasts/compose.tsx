import type { NewBroadcast, Preparation } from '@kurenda/contract'
import { measure, transliterate } from '@kurenda/sms-text'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { formatNumber } from '../format.ts'
import { useTitle } from '../title.ts'
import { AudienceField, isEmpty, type Audience } from './audience.tsx'
import { Gate } from './gate.tsx'
import { Meter } from './meter.tsx'

/** Who, what, and how it will look; then the gate. */
export function Compose() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  useTitle(t('compose.title'))
  const [name, setName] = useState('')
  const [written, setText] = useState('')
  const [plain, setPlain] = useState(false)
  const [audience, setAudience] = useState<Audience>({ kind: 'groups', groups: [], numbers: '' })
  const text = plain ? transliterate(written) : written
  const prepare = useMutation({
    mutationFn: () =>
      api<Preparation>('/broadcasts', {
        text,
        ...(name.trim() ? { name: name.trim() } : {}),
        ...(audience.kind === 'groups' ? { groups: [...audience.groups] } : { numbers: audience.numbers }),
      } satisfies NewBroadcast),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    prepare.mutate()
  }
  const prepared = prepare.data
  return (
    <section className="page">
      <h1>{t('compose.title')}</h1>
      <div className="composer">
        <form onSubmit={submit}>
          <AudienceField value={audience} onChange={setAudience} />
          <label>
            {t('compose.name')}
            <input maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
          </label>
          <label>
            {t('compose.text')}
            <textarea
              rows={6}
              required
              maxLength={10_000}
              value={written}
              onChange={(event) => setText(event.target.value)}
              aria-describedby="meter"
            />
          </label>
          <Meter id="meter" text={text} />
          <Letters written={written} plain={plain} onChange={setPlain} />
          {prepare.error && <Failed error={prepare.error} />}
          <button className="primary big" disabled={prepare.isPending || isEmpty(audience)}>
            {t('compose.check')}
          </button>
        </form>
        <aside aria-label={t('compose.preview')}>
          <h2>{t('compose.preview')}</h2>
          <div className="phone">
            {text ? <p className="bubble">{text}</p> : <p className="meta">{t('compose.previewEmpty')}</p>}
          </div>
        </aside>
      </div>
      {prepared && (
        <Gate
          id={prepared.broadcast}
          size={prepared}
          text={text}
          sendAt={null}
          leftOut={leftOut(prepared, t)}
          leave={t('gate.back')}
          onBack={() => prepare.reset()}
          onSent={() => void navigate({ to: '/broadcasts/$id', params: { id: String(prepared.broadcast) } })}
        />
      )}
    </section>
  )
}

/** Letters that cost are a choice between two cards, never changed by themselves. */
function Letters(props: { written: string; plain: boolean; onChange: (plain: boolean) => void }) {
  const { t } = useTranslation()
  const { written, plain } = props
  const ways = [
    { plain: false, label: t('compose.withLetters'), text: written },
    { plain: true, label: t('compose.withoutLetters'), text: transliterate(written) },
  ]
  if (!measure(written).firstCostly) return null
  return (
    <fieldset>
      <legend className="heard">{t('compose.letters')}</legend>
      <div className="cards">
        {ways.map((way) => (
          <label key={String(way.plain)}>
            <input
              type="radio"
              name="letters"
              checked={plain === way.plain}
              onChange={() => props.onChange(way.plain)}
            />
            <span>
              {way.label}
              <small>
                {t('broadcasts.parts', { count: measure(way.text).parts })} · {way.text.slice(0, 40)}
                {way.text.length > 40 && '…'}
              </small>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Lines to look up by eye; the rest is only counted. */
const shownLines = 5

function leftOut({ duplicates, optedOut, rejected, rejectedCount }: Preparation, t: TFunction): string[] {
  const lines = rejected
    .slice(0, shownLines)
    .map(({ line }) => formatNumber(line))
    .join(', ')
  return [
    ...(duplicates > 0 ? [t('gate.duplicates', { count: duplicates })] : []),
    ...(optedOut > 0 ? [t('gate.optedOut', { count: optedOut })] : []),
    ...(rejectedCount > 0
      ? [t('gate.rejected', { count: rejectedCount, lines: rejectedCount > shownLines ? `${lines}…` : lines })]
      : []),
  ]
}
