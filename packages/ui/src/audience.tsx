import { XIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import css from './audience.module.css'

/** Whom a message goes to: solid adds, dashed takes away. `remove` names the × for who cannot see it. */
export function AudienceChip(props: {
  icon?: ReactNode
  name: string
  count?: string
  minus?: boolean
  remove: string
  onRemove: () => void
}) {
  return (
    <span className={css['chip']} data-minus={props.minus}>
      {props.icon}
      <span className={css['name']}>{props.name}</span>
      {props.count !== undefined && <span className="num">{props.count}</span>}
      <button type="button" aria-label={props.remove} onClick={props.onRemove}>
        <XIcon size={16} aria-hidden="true" />
      </button>
    </span>
  )
}

/** A subtraction that anyone can check: what was chosen, what each reason takes away, and what is left. */
export function Subtraction(props: {
  lines: readonly { name: ReactNode; count: string }[]
  name: string
  left: string
}) {
  return (
    <dl className={css['less']}>
      {props.lines.map((line, i) => (
        <div key={i}>
          <dt>{line.name}</dt>
          <dd className="num">{line.count}</dd>
        </div>
      ))}
      <div className={css['total']}>
        <dt>{props.name}</dt>
        <dd className="num">{props.left}</dd>
      </div>
    </dl>
  )
}
