import { measure } from '@kurenda/sms-text'
import css from './meter.module.css'

/** One box a part, filled by characters. `part` names a box, `fill` says how full it is; `costly`: some letters make it dearer. */
export function Meter(props: {
  id?: string
  text: string
  costly: boolean
  part: (number: number) => string
  fill: (used: number, all: number) => string
}) {
  const { parts, units, perPart } = measure(props.text)
  const boxes = Array.from({ length: parts }, (_, at) => Math.min(perPart, Math.max(0, units - at * perPart)))
  return (
    <div id={props.id} className={css['parts']} data-costly={props.costly} aria-hidden="true">
      {boxes.map((used, at) => (
        <span key={at}>
          <i style={{ width: `${(used / perPart) * 100}%` }} />
          <b>{props.part(at + 1)}</b>
          <b className="num">{props.fill(used, perPart)}</b>
        </span>
      ))}
    </div>
  )
}

/** A choice between cards, each with its price: `value` is the chosen one. */
export function Choice<Value extends string>(props: {
  legend: string
  name: string
  value: Value
  onChange: (value: Value) => void
  cards: readonly { value: Value; title: string; gain?: string; note: string }[]
}) {
  return (
    <fieldset>
      <legend className="heard">{props.legend}</legend>
      <div className={css['choice']}>
        {props.cards.map((card) => (
          <label key={card.value} data-on={card.value === props.value}>
            <input
              type="radio"
              name={props.name}
              checked={card.value === props.value}
              onChange={() => props.onChange(card.value)}
            />
            <span>
              <b>
                {card.title} {card.gain !== undefined && <em>{card.gain}</em>}
              </b>
              {card.note}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
