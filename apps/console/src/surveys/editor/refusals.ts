import type { SurveyContent } from '@kurenda/contract'
import i18next from 'i18next'
import { ApiProblem } from '../../api.ts'

/** What the server refused, in its words, and beside which field they belong; nothing where it speaks of no field. */
export function refusalsOf(error: Error | null, content: SurveyContent): { at: string; text: string }[] {
  if (!(error instanceof ApiProblem)) return []
  if (error.code === 'keyword-taken') return [{ at: 'keyword', text: error.message }]
  if (error.code === 'dialogue-invalid') {
    const nodes = listIn(error.params['nodes'])
    const each = listIn(error.params[`each.${i18next.language}`])
    const found = nodes.map((node, i) => ({ at: fieldOf(node), text: sentence(each[i] ?? error.message) }))
    return found.every(({ at }) => isShown(at, content)) ? found : []
  }
  if (error.code === 'invalid-request') {
    const found = error.fields.map(({ field }) => ({ at: pathOf(field, content), text: error.message }))
    return found.every(({ at }) => isShown(at, content)) ? found : []
  }
  return []
}

const listIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

/** A question's branch is a node of its own, and what is said at the end, too. */
const fieldOf = (node: string) => (node === 'end' ? 'thanks' : node.replace(/^go-/, ''))

const sentence = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1)

/** `content.questions.2.text.pl` and `questions.2.text.pl` are of the question's text. */
function pathOf(field: string, { questions }: SurveyContent): string {
  const [name = '', index = '', part = ''] = field.replace(/^content\./, '').split('.')
  if (name === 'quotas') return index === '' ? 'quotas' : `quota.${index}`
  if (name !== 'questions') return name
  const id = questions[Number(index)]?.id ?? ''
  return part === 'text' ? `${id}.text` : id
}

const isShown = (at: string, { questions }: SurveyContent) =>
  ['title', 'intro', 'thanks', 'keyword', 'closesAt', 'quotas', 'questions', 'follows'].includes(at) ||
  /^quota\.\d+$/.test(at) ||
  questions.some(({ id }) => at === id || at === `${id}.text`)
