import css from './editor.module.css'
import { markText } from './mark-text.ts'

/** A text with variables, to be read: `{{ imię }}` is the mark that stands for it in the editor, without its braces. */
export function TemplateText({ text }: { text: string }) {
  return markText(text).map((piece, i) =>
    piece.is === 'variable' ? (
      <span key={i} className={css['variable']}>
        {piece.text.replace(/^\{\{\s*|\s*\}\}$/g, '')}
      </span>
    ) : (
      piece.text
    ),
  )
}
