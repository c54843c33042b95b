import type { Given, Prompt } from '@kurenda/dialogue'
import { begin, hear, type Asking } from '#modules/dialogues'

/** What was given to a question that was not taken, as the page or the clerk is told of it. */
export interface NotTaken {
  node: string
  /** Missing where nothing was given though it is needed. */
  prompt: Prompt | undefined
}

/**
 * Goes through a survey with answers that are all there: from paper, from one web page, from a call that was recorded. What was given to
 * questions that were not come to is not taken either. The asking has ended where all was taken.
 */
export function giveAnswers(
  asking: Asking,
  given: ReadonlyMap<string, Given>,
  { now, timeZone }: { now: Date; timeZone: string },
): NotTaken[] {
  const left = new Map(given)
  const notTaken: NotTaken[] = []
  begin(asking, { at: now, timeZone, contact: {} })
  // Each answer moves it on, or ends this.
  for (let step = 0; step < 2_000 && asking.endedAt === null; step++) {
    const node = asking.session?.node ?? ''
    const question = asking.definition.nodes[node]
    if (question?.kind !== 'ask') break
    const answer = left.get(node) ?? (question.required ? undefined : { skip: true as const })
    if (answer === undefined) {
      notTaken.push({ node, prompt: undefined })
      break
    }
    left.delete(node)
    const before = asking.pending?.recorded.length ?? 0
    const { prompts } = hear(asking, { is: 'answer', at: now.toISOString(), given: answer, to: node })
    if ((asking.pending?.recorded.length ?? 0) > before) continue
    notTaken.push({ node, prompt: prompts.at(-1) })
    break
  }
  return [...notTaken, ...(notTaken.length === 0 ? [...left.keys()].map((node) => ({ node, prompt: undefined })) : [])]
}
