import { useTranslation } from 'react-i18next'
import { formatNumber, formatPart } from '../../format.ts'
import css from './results.module.css'

interface Column {
  id: string
  label: string
  count: number
  share?: number
}

/** More of them leave no room for a number above each. */
const roomy = 14

/** Columns in their order, e.g. points of a scale; behind them a table with the same. */
export function Columns(props: {
  label: string
  columns: readonly Column[]
  hueOf?: ((id: string) => number) | undefined
  low?: string
  high?: string
}) {
  const { t } = useTranslation()
  const { columns, hueOf, low, high } = props
  const most = Math.max(...columns.map(({ count }) => count), 1)
  const isDense = columns.length > roomy
  return (
    <figure className={`num ${css['chart']}`}>
      <div className={css['columns']} data-dense={isDense} aria-hidden="true">
        {columns.map(({ id, label, count }) => (
          <div key={id} data-most={count === most}>
            {!isDense && <span>{formatNumber(count)}</span>}
            <i data-hue={hueOf?.(id) ?? 1} style={{ height: `${Math.round((count / most) * 100)}px` }} />
            {!isDense && <b>{label}</b>}
          </div>
        ))}
      </div>
      {isDense && (
        <p className={`xs muted ${css['ends']}`} aria-hidden="true">
          <span>{columns[0]?.label}</span>
          <span>{columns.at(-1)?.label}</span>
        </p>
      )}
      {(low || high) && (
        <p className={`xs muted ${css['ends']}`}>
          <span>{low}</span>
          <span>{high}</span>
        </p>
      )}
      <details>
        <summary>{t('surveys.table')}</summary>
        <table className={`tabular ${css['table']}`}>
          <caption className="heard">{props.label}</caption>
          <thead>
            <tr>
              <th scope="col">{t('surveys.answer')}</th>
              <th scope="col">{t('surveys.count')}</th>
              {columns.some(({ share }) => share !== undefined) && <th scope="col">{t('surveys.share')}</th>}
            </tr>
          </thead>
          <tbody>
            {columns.map(({ id, label, count, share }) => (
              <tr key={id}>
                <th scope="row">{label}</th>
                <td>{formatNumber(count)}</td>
                {share !== undefined && <td>{formatPart(share)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}
