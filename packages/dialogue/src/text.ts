import { columnKey, compileTemplate, MAX_TEMPLATE_LENGTH } from '@kurenda/sms-text'
import { z } from 'zod'
import { LANGUAGES, languageSchema } from './language.ts'
import type { Language } from './language.ts'
import { perObject } from './per-object.ts'

/** The same words in each language: Liquid templates, as in broadcasts, whose variables are fields of the session or of the contact. */
export const textSchema = z.partialRecord(languageSchema, z.string().trim().min(1).max(MAX_TEMPLATE_LENGTH))
export type Text = z.infer<typeof textSchema>

interface Written {
  /** Fields that it reads, as keys. */
  fields: readonly string[]
  render(values: readonly string[]): string
}

const written = perObject((text: Text) => new Map(LANGUAGES.map((language) => [language, write(text, language)])))

/** A template that cannot be compiled is shown as it is written: `check` refuses it before anyone could see it. */
function write(text: Text, language: Language): Written {
  const source = text[language] ?? LANGUAGES.map((other) => text[other]).find((other) => other !== undefined) ?? ''
  try {
    const template = compileTemplate(source)
    return { fields: template.variables.map(columnKey), render: template.forColumns(template.variables) }
  } catch {
    return { fields: [], render: () => source }
  }
}

/** The text in a language, or in the first one that it has. Never throws: one that takes more than its share to render is empty. */
export function inLanguage(text: Text, language: Language, valueOf: (field: string) => string): string {
  const found = written(text).get(language)
  if (!found) return ''
  try {
    return found.render(found.fields.map(valueOf))
  } catch {
    return ''
  }
}

/** The fields that a text reads in any of its languages, as keys. */
export const fieldsOf = perObject((text: Text): readonly string[] => [
  ...new Set([...written(text).values()].flatMap((one) => one.fields)),
])
