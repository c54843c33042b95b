import { renderSms, start, type Definition, type Language, type Prompt } from '@kurenda/dialogue'
import { measure } from '@kurenda/sms-text'

/**
 * What a broadcast says to put a dialogue's first question, in each of its languages: a template that reads the same fields, so that
 * each recipient's own values stand in it. Undefined where the dialogue does not begin with a question.
 */
export function openingTexts(definition: Definition): Partial<Record<Language, string>> | undefined {
  const contact = Object.fromEntries(fieldsOf(definition).map((field) => [field, `{{ ${field} }}`]))
  const texts: Partial<Record<Language, string>> = {}
  for (const language of definition.languages) {
    const { session, effects } = start(definition, { at: '2026-01-01T00:00:00Z', language, contact })
    if (session.ended !== undefined) return undefined
    texts[language] = renderSms(effects.flatMap((effect) => (effect.is === 'send' ? [effect.prompt] : [])))
  }
  return texts
}

/** Fields of a contact that the words before the first answer may read. */
function fieldsOf(definition: Definition): string[] {
  const names = JSON.stringify(definition.nodes).matchAll(/\{\{-?\s*([\p{L}\p{N}_ ]+?)\s*(?:\||-?\}\})/gu)
  return [...new Set([...names].flatMap(([, name]) => name ?? []))]
}

/** Of a hundred who are asked so many answer, where nothing better is known. */
export const usualRate = 0.3

/**
 * How many parts the texts after the first question have for each who answers: those of all paths, each branch as likely as another.
 */
export function expectedFollowUps(definition: Definition): number {
  const language = definition.languages[0]
  const onTheWay = new Set<string>()
  const known = new Map<string, number>()
  const from = (id: string | undefined): number => {
    if (id === undefined || onTheWay.has(id)) return 0
    const before = known.get(id)
    if (before !== undefined) return before
    const node = definition.nodes[id]
    if (!node) return 0
    onTheWay.add(id)
    const parts = partsOf(definition, id, language) + mean(nextOf(node).map(from))
    onTheWay.delete(id)
    known.set(id, parts)
    return parts
  }
  const first = firstQuestion(definition)
  const node = first === undefined ? undefined : definition.nodes[first]
  return node ? mean(nextOf(node).map(from)) : 0
}

function firstQuestion(definition: Definition): string | undefined {
  const { session } = start(definition, { at: '2026-01-01T00:00:00Z' })
  return session.ended === undefined ? session.node : undefined
}

function nextOf(node: Definition['nodes'][string]): string[] {
  if (node.kind === 'branch') return [...node.cases.map(({ next }) => next), node.otherwise]
  if (node.kind === 'end' || node.kind === 'hand-to-person') return []
  return node.kind === 'sub-dialogue' ? [node.start, node.next] : [node.next]
}

/** What one step says, as a text of its own. */
function partsOf(definition: Definition, id: string, language: Language): number {
  const node = definition.nodes[id]
  if (!node || !['ask', 'say', 'end', 'hand-to-person'].includes(node.kind)) return 0
  const { effects } = start({ ...definition, start: id }, { at: '2026-01-01T00:00:00Z', language })
  const prompts: Prompt[] = effects.flatMap((effect) =>
    effect.is === 'send' && effect.prompt.node === id ? [effect.prompt] : [],
  )
  return prompts.length === 0 ? 0 : measure(renderSms(prompts)).parts
}

function mean(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((a, b) => a + b, 0) / numbers.length
}
