import { measure } from '@kurenda/sms-text'

export interface Piece {
  text: string
  is: 'plain' | 'costly' | 'variable'
}

/** A text as it is drawn in the editor: `{{ variables }}` and the letters that make the whole message dearer stand out. */
export function markText(text: string): Piece[] {
  const pieces: Piece[] = []
  const add = (piece: Piece) => {
    const last = pieces.at(-1)
    if (last && last.is === piece.is && piece.is !== 'variable') last.text += piece.text
    else pieces.push(piece)
  }
  for (const part of text.split(/(\{\{[^{}]*\}\}|\{%[^{}]*%\})/)) {
    if (/^\{[{%]/.test(part)) add({ text: part, is: 'variable' })
    else for (const char of part) add({ text: char, is: measure(char).encoding === 'ucs2' ? 'costly' : 'plain' })
  }
  return pieces
}
