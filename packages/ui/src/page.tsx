import { Button, Skeleton } from '@mantine/core'
import { TriangleAlertIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import css from './page.module.css'

/** The head of a page: where it belongs, what it is, and what can be done with the whole of it. */
export function PageHead(props: { crumb?: ReactNode; title: ReactNode; note?: ReactNode; actions?: ReactNode }) {
  return (
    <header className={css['head']}>
      <div>
        {props.crumb && <p className="xs muted">{props.crumb}</p>}
        <h1 className="title">{props.title}</h1>
        {props.note && <p className="muted">{props.note}</p>}
      </div>
      {props.actions && <div className={css['actions']}>{props.actions}</div>}
    </header>
  )
}

/** A page with the usual margins. */
export const Page = ({ children, wide }: { children: ReactNode; wide?: boolean }) => (
  <div className={css['page']} data-wide={wide}>
    {children}
  </div>
)

/** Nothing here yet: says why, and what to do next. */
export const Empty = ({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) => (
  <div className={css['empty']}>
    <p className="title">{title}</p>
    {children && <p>{children}</p>}
    {action}
  </div>
)

/** An error with a way out: `retry` names the button that tries again. */
export function Failed(props: { text: string; retry?: string; onRetry?: () => void; children?: ReactNode }) {
  return (
    <div className={css['failed']} role="alert">
      <TriangleAlertIcon size={20} aria-hidden="true" />
      <p>{props.text}</p>
      {props.children}
      {props.retry !== undefined && <Button onClick={props.onRetry}>{props.retry}</Button>}
    </div>
  )
}

/** Something that a person should look at, on the page. */
export const Notice = ({ children }: { children: ReactNode }) => <div className={css['notice']}>{children}</div>

/** The shape of a list that is on its way; `said` is heard meanwhile. */
export const Loading = ({ said, rows = 4 }: { said: string; rows?: number }) => (
  <div className={css['loading']} role="status">
    <span className="heard">{said}</span>
    {Array.from({ length: rows }, (_, i) => (
      <Skeleton key={i} height={20} width={`${90 - ((i * 17) % 40)}%`} radius={4} />
    ))}
  </div>
)
