import css from './person.module.css'

/** Two letters for a person's house or circle; `?` for nobody known. */
const initials = (name: string | null) =>
  (name ?? '')
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toLocaleUpperCase())
    .join('') || '?'

/**
 * A house is a resident. Beside it the name is written; to readers of the screen it says nothing, and the two letters are no
 * part of what a button or link is called.
 */
export const House = ({ name, on, large }: { name: string | null; on?: boolean; large?: boolean }) => (
  <span className={css['house']} data-on={on} data-large={large} data-initials={initials(name)} aria-hidden="true" />
)

/** A circle is a colleague. */
export const Dot = ({ name, small }: { name: string; small?: boolean }) => (
  <span className={css['dot']} data-small={small} data-initials={initials(name)} aria-hidden="true" />
)
