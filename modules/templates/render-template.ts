import { compileTemplate, type Template } from '@kurenda/sms-text'
import { textLanguage, type TextLanguage } from '@kurenda/contract'
import { valuesOf, type Person, type Setting } from './known-variables.ts'
import type { StoredTemplate } from './read-template.ts'

/** The organization, as a rendering needs it. */
export interface Office extends Setting {
  language: TextLanguage
}

export interface Rendered {
  text: string
  language: TextLanguage
}

/** The text in the person's language, else in the organization's, else in the first that there is. */
export function textFor(
  texts: StoredTemplate['texts'],
  language: TextLanguage | null,
  officeLanguage: TextLanguage,
): Rendered {
  for (const wanted of [language, officeLanguage, ...textLanguage.options]) {
    const text = wanted === null ? undefined : texts[wanted]
    if (wanted !== null && text !== undefined) return { text, language: wanted }
  }
  return { text: '', language: officeLanguage }
}

const compiled = new WeakMap<StoredTemplate, Map<TextLanguage, Template>>()

/**
 * What the person gets to read. A value that is missing is empty; values are plain text and never evaluated. Over the limits of
 * rendering (see compileTemplate) it throws a TemplateError.
 */
export function renderTemplate(template: StoredTemplate, person: Person, office: Office): Rendered {
  const { text, language } = textFor(template.texts, person.language, office.language)
  let ofTemplate = compiled.get(template)
  if (!ofTemplate) compiled.set(template, (ofTemplate = new Map<TextLanguage, Template>()))
  let ready = ofTemplate.get(language)
  if (!ready) ofTemplate.set(language, (ready = compileTemplate(text)))
  const { columns, values } = valuesOf(person, office, template.kind)
  return { text: ready.forColumns(columns)(values), language }
}
