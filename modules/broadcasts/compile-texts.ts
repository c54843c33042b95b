import { compileTemplate, TemplateError, type Template } from '@kurenda/sms-text'
import { Problem } from '#platform/errors'

/** @throws Problem text-empty, template-invalid */
export function compile(text: string): Template {
  if (text.trim() === '') throw new Problem('text-empty')
  try {
    return compileTemplate(text)
  } catch (error) {
    if (error instanceof TemplateError) throw new Problem('template-invalid', { detail: error.message })
    throw error
  }
}

/** A broadcast's text, in the organization's language and perhaps in others. */
export interface Texts {
  template: string
  translations: Readonly<Record<string, string>>
}

/** One person's text: in their language where there is a translation, else in the organization's. */
export type RenderText = (person: { language: string | null; fields: readonly string[] }) => string

/**
 * Prepares a broadcast's texts for the columns of its list.
 * @throws Problem text-empty, template-invalid, unknown-variable (in any of its languages)
 */
export function compileTexts({ template, translations }: Texts, columns: readonly string[]): RenderText {
  const prepare = (text: string) => {
    const compiled = compile(text)
    const unknown = compiled.unknown(columns)
    if (unknown.length > 0) throw new Problem('unknown-variable', { variables: unknown, columns: [...columns] })
    return compiled.forColumns(columns)
  }
  const main = prepare(template)
  const others = new Map(Object.entries(translations).map(([language, text]) => [language, prepare(text)]))
  return ({ language, fields }) => ((language !== null && others.get(language)) || main)(fields)
}
