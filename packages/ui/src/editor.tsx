import type { ComponentProps } from 'react'
import css from './editor.module.css'
import { markText } from './mark-text.ts'

/**
 * A field for a text. Behind it lies the same text with its variables and costly letters marked; the two grow together, and
 * who reads the screen by ear hears the field alone.
 */
export function Editor({
  value,
  ...field
}: { value: string } & Omit<ComponentProps<'textarea'>, 'value' | 'className'>) {
  return (
    <div className={css['editor']}>
      <div aria-hidden="true">
        {markText(value).map(({ text, is }, i) => (
          <span key={i} className={css[is]}>
            {text}
          </span>
        ))}{' '}
      </div>
      <textarea value={value} {...field} />
    </div>
  )
}
