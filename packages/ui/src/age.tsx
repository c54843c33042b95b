import css from './age.module.css'

/** How long a person has waited: `text` in words, the bar is the share (0…1) of the promised time that is used. */
export const Age = ({ text, share }: { text: string; share: number }) => (
  <span className={css['age']} data-late={share >= 1}>
    <b className="num">{text}</b>
    <i style={{ '--share': `${Math.round(Math.min(1, share) * 100)}%` } as React.CSSProperties} />
  </span>
)
