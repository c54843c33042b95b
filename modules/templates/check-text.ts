import { compileTemplate, measure, MAX_PARTS, MAX_TEMPLATE_LENGTH, TemplateError } from '@kurenda/sms-text'
import { Problem } from '#platform/errors'

/**
 * Refuses a text that could not be sent to anybody: of more than ten parts even without anyone's values, with a variable that
 * nothing is known for, or with Liquid that is not offered.
 * @throws Problem `text-empty`, `text-too-long`, `template-too-long`, `template-tag`, `template-invalid`, `template-variable`
 */
export function checkText(text: string, known: readonly string[]): void {
  if (text.trim() === '') throw new Problem('text-empty')
  const template = compile(text)
  const unknown = template.unknown(known)
  if (unknown.length > 0) throw new Problem('template-variable', { variables: unknown, known })
  const bare = template.forColumns([])([])
  if (measure(bare).parts > MAX_PARTS) throw new Problem('text-too-long', { limit: MAX_PARTS })
}

function compile(text: string) {
  try {
    return compileTemplate(text)
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    switch (error.code) {
      case 'too-long':
        throw new Problem('template-too-long', { limit: MAX_TEMPLATE_LENGTH })
      case 'tag-not-allowed':
        throw new Problem('template-tag', { tag: error.near ?? '' })
      case 'syntax':
      case 'limit':
        throw new Problem('template-invalid', { detail: error.near ?? error.message })
    }
  }
}
