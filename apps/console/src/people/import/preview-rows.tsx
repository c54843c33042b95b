import type { ColumnUse, ImportPreview } from '@kurenda/contract'
import { useTranslation } from 'react-i18next'
import css from './import.module.css'
import { reasonWords } from './reasons.ts'

/** Fine lines to look at; those that would be refused are all shown. */
const shownFine = 5

/** The beginning of the list as it would be read, with what would be refused and why. */
export function PreviewRows({ preview, mapping }: { preview: ImportPreview; mapping: readonly ColumnUse[] }) {
  const { t } = useTranslation()
  const bad = preview.rows.filter((row) => row.problem !== null)
  const fine = preview.rows.filter((row) => row.problem === null)
  const shown = preview.columns.map((column, i) => ({ column, i })).filter(({ i }) => mapping[i]?.as !== 'ignore')
  return (
    <>
      <p role="status">
        {t('imports.looked', { count: preview.rows.length })}{' '}
        {bad.length > 0 ? (
          <b className="attn">{t('imports.wouldRefuse', { count: bad.length })}</b>
        ) : (
          t('imports.allFine')
        )}
      </p>
      <div className={css['scroll']} tabIndex={0} role="region" aria-label={t('imports.preview')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('imports.line')}</th>
              {shown.map(({ column, i }) => (
                <th key={i} scope="col">
                  {column || t('imports.column', { number: i + 1 })}
                </th>
              ))}
              <th scope="col">{t('imports.problem')}</th>
            </tr>
          </thead>
          <tbody>
            {[...bad, ...fine.slice(0, shownFine)].map((row) => (
              <tr key={row.line} data-bad={row.problem !== null}>
                <td className="num">{row.line}</td>
                {shown.map(({ i }) => (
                  <td key={i}>{row.values[i]}</td>
                ))}
                <td>{row.problem !== null && reasonWords(row.problem, t)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
