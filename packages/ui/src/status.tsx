import type { StateName } from '@kurenda/contract'
import css from './status.module.css'

/** How a state is drawn. A state that the lifecycle gains does not compile until it has its shape here. */
const shapes = {
  queued: 'ring',
  submitted: 'disc',
  delivered: 'ringed',
  failed: 'struck',
  expired: 'struck',
  uncertain: 'dashed',
  unconfirmed: 'dashed',
  cancelled: 'dash',
  suppressed: 'dash',
} as const satisfies Record<StateName, string>

/**
 * A state of messages: shape and word, then colour. `word` names the state, `count` is said before it where several are
 * counted.
 */
export function Status(props: { state: StateName; word: string; count?: string; small?: boolean }) {
  const { state, word, count, small } = props
  return (
    <span className={css['status']} data-state={state} data-small={small}>
      <i data-shape={shapes[state]} aria-hidden="true" />
      {count !== undefined && <strong className="num">{count}</strong>} {word}
    </span>
  )
}
