import type { Language } from '../language.ts'
import { phrases } from '../phrases/index.ts'
import type { Choice, Reply } from '../prompt.ts'

/** What can be pressed, clicked or ticked to answer; the id comes back as `{ choices: [id] }`. */
export function buttonsOf(reply: Reply, language: Language): Choice[] {
  const { yes, no } = phrases[language]
  switch (reply.is) {
    case 'choice':
    case 'choices':
      return reply.choices
    case 'scale':
      return points(reply.from, reply.to)
    case 'yes-no':
      return [
        { id: 'yes', label: yes },
        { id: 'no', label: no },
      ]
    default:
      return []
  }
}

function points(from: number, to: number): Choice[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index)).map((id) => ({ id, label: id }))
}
