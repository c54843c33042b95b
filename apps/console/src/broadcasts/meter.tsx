import { measure } from '@kurenda/sms-text'
import { useTranslation } from 'react-i18next'

/** One box a part, filled by characters; then the letter that costs, with its word. */
export function Meter({ id, text }: { id: string; text: string }) {
  const { t } = useTranslation()
  const { parts, units, perPart, firstCostly } = measure(text)
  const boxes = Array.from({ length: text === '' ? 0 : parts }, (_, at) =>
    Math.min(perPart, Math.max(0, units - at * perPart)),
  )
  return (
    <div id={id} className={firstCostly ? 'meter costly' : 'meter'}>
      <div className="boxes" aria-hidden="true">
        {boxes.map((used, at) => (
          <span key={at}>
            <i style={{ width: `${(used / perPart) * 100}%` }} />
            <b>{t('compose.part', { number: at + 1 })}</b>
            <b className="num">{t('compose.partFill', { used, all: perPart })}</b>
          </span>
        ))}
      </div>
      <p className="meta">
        {t('broadcasts.parts', { count: boxes.length })} · {t('compose.chars', { count: units })}
      </p>
      {firstCostly && (
        <p className="meta">{t('compose.costly', { char: firstCostly.char, word: firstCostly.word, perPart })}</p>
      )}
      {text.includes('{{') && <p className="meta">{t('compose.fields')}</p>}
    </div>
  )
}
