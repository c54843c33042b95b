import { fold } from '@kurenda/sms-text'
import type { Definition } from '../definition.ts'
import type { Ask } from '../nodes/ask.ts'
import { wishOf } from '../understand/wish.ts'
import type { Problem } from './problem.ts'

/** No choice is called STOP, and no two of a question are called the same. */
export function choices({ nodes }: Definition): Problem[] {
  return Object.entries(nodes).flatMap(([node, form]) =>
    form.kind === 'ask' ? problemsOf(form).map((problem) => ({ ...problem, node })) : [],
  )
}

function problemsOf({ answer }: Ask): Problem[] {
  if (answer.kind !== 'choice' && answer.kind !== 'choices') return []
  const owners = new Map<string, string>()
  const problems: Problem[] = []
  for (const { id, label, synonyms = [] } of answer.choices) {
    for (const name of [...Object.values(label), ...synonyms]) {
      if (wishOf(name)?.is === 'stop') problems.push({ code: 'choice-says-stop', choice: name })
      const owner = owners.get(fold(name)) ?? id
      owners.set(fold(name), owner)
      if (owner !== id) problems.push({ code: 'choices-sound-alike', choices: [owner, id] })
    }
  }
  return problems
}
