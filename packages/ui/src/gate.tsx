import { Button, Modal } from '@mantine/core'
import { CheckIcon } from 'lucide-react'
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import css from './gate.module.css'

/**
 * Nothing dangerous without sight of its size: two numbers first, then the facts. With `retype` the button wakes when the
 * number was written again, and the focus starts on that field; without it, on the button. Esc goes back. After a yes that was
 * refused the focus goes to `other`, or else to the way back: never to a second yes.
 */
export function Gate(props: {
  title: string
  figures: readonly { value: string; unit?: string; note?: ReactNode }[]
  facts: readonly { name: string; value: ReactNode }[]
  retype?: { number: number; ask: string; matches: string }
  /** What stands between the facts and the buttons, e.g. an error. */
  children?: ReactNode
  back: string
  onBack: () => void
  other?: ReactNode
  go: ReactNode
  busy?: boolean
  disabled?: boolean
  onGo: () => void
}) {
  const { retype } = props
  const [typed, setTyped] = useState('')
  const foot = useRef<HTMLElement>(null)
  const wasBusy = useRef(false)
  useEffect(() => {
    // A button that is busy loses the focus, and the page would be left without any.
    if (wasBusy.current && !props.busy)
      (
        foot.current?.querySelector<HTMLElement>('[data-other] button') ?? foot.current?.querySelector('button')
      )?.focus()
    wasBusy.current = props.busy ?? false
  }, [props.busy])
  const matches = !retype || typed.replace(/[\s\u00a0]/g, '') === String(retype.number)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (matches && !props.busy && !props.disabled) props.onGo()
  }
  return (
    <Modal
      opened
      onClose={props.onBack}
      title={props.title}
      size={640}
      withCloseButton={false}
      classNames={{ header: css['header'] ?? '', body: css['body'] ?? '' }}
    >
      <form onSubmit={submit}>
        <div className={css['inner']}>
          <div className={css['figures']}>
            {props.figures.map((figure, i) => (
              <p key={i}>
                <b>
                  {figure.value} {figure.unit && <small>{figure.unit}</small>}
                </b>
                {figure.note && <span className="muted">{figure.note}</span>}
              </p>
            ))}
          </div>
          <dl className={css['facts']}>
            {props.facts.map((fact) => (
              <div key={fact.name}>
                <dt>{fact.name}</dt>
                <dd>{fact.value}</dd>
              </div>
            ))}
          </dl>
          {retype && (
            <p className={css['retype']}>
              <label htmlFor="retype">{retype.ask}</label>
              <input
                id="retype"
                className="num"
                inputMode="numeric"
                autoComplete="off"
                data-autofocus
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
              <span role="status">
                {matches && (
                  <>
                    <CheckIcon size={18} aria-hidden="true" /> {retype.matches}
                  </>
                )}
              </span>
            </p>
          )}
          {props.children}
        </div>
        <footer ref={foot} className={css['foot']}>
          <Button variant="subtle" onClick={props.onBack}>
            {props.back}
          </Button>
          <span className={css['act']}>
            {props.other && (
              <span className={css['other']} data-other>
                {props.other}
              </span>
            )}
            <Button
              type="submit"
              variant="filled"
              size="lg"
              loading={props.busy ?? false}
              disabled={!matches || (props.disabled ?? false)}
              data-autofocus={!retype || undefined}
            >
              {props.go}
            </Button>
          </span>
        </footer>
      </form>
    </Modal>
  )
}
