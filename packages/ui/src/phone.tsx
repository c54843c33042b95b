import type { ReactNode } from 'react'
import css from './phone.module.css'

/** A phone as a resident holds it: who writes, what kind of message, the text, and perhaps what could be answered. */
export function Phone(props: { sender: string; kind: string; text: string; children?: ReactNode; foot?: string }) {
  return (
    <div className={css['phone']}>
      <div className={css['screen']}>
        <div className={css['from']}>
          <b>{props.sender}</b>
          <span className="xs muted">{props.kind}</span>
        </div>
        {props.text && <p className={css['bubble']}>{props.text}</p>}
        {props.children}
        {props.foot && <p className={css['foot']}>{props.foot}</p>}
      </div>
    </div>
  )
}

/** One text of a conversation: theirs on the left, ours on the right. */
export const Bubble = ({ ours, children }: { ours?: boolean; children: ReactNode }) => (
  <p className={css['bubble']} data-ours={ours}>
    {children}
  </p>
)
