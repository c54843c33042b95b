import type { Survey, SurveyRepresentation } from '@kurenda/contract'
import { useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import i18next from 'i18next'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Failed } from '../../failed.tsx'
import { formatNumber, formatPart } from '../../format.ts'
import { representationQuery } from '../queries.ts'
import css from './results.module.css'
import { underRepresented } from './under-represented.ts'

type Field = SurveyRepresentation['fields'][number]

/** Who answered beside who was asked, by each field that the survey compares by. Nothing where nobody was asked, or nothing is known of them. */
export function Representation({ survey }: { survey: Survey }) {
  const { t } = useTranslation()
  const { aspects, anonymous } = survey.content
  const { data, error, refetch } = useQuery({
    ...representationQuery(String(survey.id)),
    enabled: aspects.length > 0,
  })
  const fields = data?.fields.filter(({ invited, answered }) => invited > 0 && answered > 0) ?? []
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (fields.length === 0) return null
  return (
    <section aria-labelledby="who" className={css['cross']} data-part="representation">
      <div className={css['between']}>
        <h2 id="who" className={css['asked']}>
          {t('surveys.who')}
        </h2>
        <ul className={css['legend']} aria-hidden="true">
          <li>
            <i data-hue="rest" />
            {t('surveys.who.shareInvited')}
          </li>
          <li>
            <i data-hue="1" />
            {t('surveys.who.shareAnswered')}
          </li>
        </ul>
      </div>
      <div className={css['fields']}>
        {fields.map((field) => (
          <ByField key={field.field} field={field} />
        ))}
      </div>
      {anonymous && <p className="muted xs">{t('surveys.who.few')}</p>}
    </section>
  )
}

function ByField({ field }: { field: Field }) {
  const { t } = useTranslation()
  const id = useId()
  const under = underRepresented(field.rows)
  const most = Math.max(...field.rows.flatMap((row) => [row.shareInvited, row.shareAnswered ?? 0]))
  const width = (share: number) => ({ width: `${most === 0 ? 0 : (share / most) * 100}%` })
  return (
    <div className={css['field']}>
      <h3 id={id} className={css['by']}>
        {field.field}
      </h3>
      <p className={under.length === 0 ? 'muted' : undefined}>{underWords(field, under, t)}</p>
      <table className={`num ${css['sides']}`} aria-labelledby={id}>
        <thead className="heard">
          <tr>
            <th scope="col">{field.field}</th>
            <th scope="col">
              {t('surveys.who.shareInvited')}, {t('surveys.who.shareAnswered')}
            </th>
            <th scope="col">{t('surveys.who.rate')}</th>
          </tr>
        </thead>
        <tbody>
          {field.rows.map((row) => (
            <tr key={row.value} data-under={under.some(({ value }) => value === row.value)}>
              <th scope="row">{partWords(field, row.value, t)}</th>
              <td>
                <p>
                  <i data-side="asked" style={width(row.shareInvited)} aria-hidden="true" />
                  <span>{formatPart(row.shareInvited)}</span>
                </p>
                <p>
                  <i style={width(row.shareAnswered ?? 0)} aria-hidden="true" />
                  <span>{row.shareAnswered === null ? '–' : formatPart(row.shareAnswered)}</span>
                </p>
              </td>
              <td>
                <b>
                  {row.answered === null ? t('surveys.who.tooFew') : row.rate === null ? '–' : formatPart(row.rate)}
                </b>
                <span className="muted xs">
                  {row.answered === null
                    ? t('surveys.who.asked', { count: row.invited })
                    : t('surveys.who.of', { answered: formatNumber(row.answered), count: row.invited })}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Who is heard less than others, in a sentence. */
function underWords(field: Field, under: ReturnType<typeof underRepresented>, t: TFunction): string {
  if (under.length === 0) return t('surveys.who.even')
  const who = new Intl.ListFormat(i18next.language).format(under.map(({ value }) => partWords(field, value, t)))
  return t('surveys.who.under', { who, count: under.reduce((sum, { missing }) => sum + missing, 0) })
}

/** `18-29` and `75+` are bands of age; an empty name is of all smaller parts. */
function partWords({ isAge }: Field, value: string, t: TFunction): string {
  if (value === '') return t('surveys.who.rest')
  if (!isAge) return value
  const [from = '', to = ''] = value.replace('+', '').split('-')
  if (to === '') return t('surveys.who.oldest', { from })
  return from === '0' ? t('surveys.who.youngest', { to }) : t('surveys.who.between', { from, to })
}
