import { Button } from '@mantine/core'
import { Undo2Icon } from 'lucide-react'
import type { ReactNode } from 'react'
import css from './undo.module.css'

const radius = 20
const around = 2 * Math.PI * radius

/** The seconds in which a yes can be taken back. The ring counts; readers of the screen hear of it once. */
export function Undo(props: {
  seconds: number
  /** Seconds of the whole window. */
  of: number
  title: ReactNode
  note: string
  undo: string
  busy: boolean
  onUndo: () => void
  children?: ReactNode
}) {
  const { seconds, of } = props
  return (
    <div className={css['snack']}>
      <svg className={css['ring']} viewBox="0 0 46 46" aria-hidden="true">
        <circle cx="23" cy="23" r={radius} />
        <circle
          cx="23"
          cy="23"
          r={radius}
          transform="rotate(-90 23 23)"
          strokeDasharray={around}
          strokeDashoffset={around * (1 - Math.min(1, seconds / Math.max(1, of)))}
        />
        <text x="23" y="28">
          {seconds}
        </text>
      </svg>
      <div className={css['words']}>
        <b role="timer">{props.title}</b>
        <p>{props.note}</p>
      </div>
      <span className={css['acts']}>
        {props.children}
        <Button
          leftSection={<Undo2Icon size={18} aria-hidden="true" />}
          disabled={props.busy || seconds === 0}
          onClick={props.onUndo}
        >
          {props.undo}
        </Button>
      </span>
    </div>
  )
}
