import { compileTemplate, TemplateError } from '@kurenda/sms-text'
import type { Definition } from '../definition.ts'
import type { Language } from '../language.ts'
import { nodeKinds } from '../nodes/index.ts'
import type { Text } from '../text.ts'
import type { Problem } from './problem.ts'

/** Every text is there in every language of the dialogue, and each is a template that can be used. */
export function texts(definition: Definition): Problem[] {
  return [
    ...problemsOf([definition.title], definition),
    ...Object.entries(definition.nodes).flatMap(([node, form]) =>
      problemsOf(nodeKinds[form.kind].texts(form), definition).map((problem) => ({ ...problem, node })),
    ),
  ]
}

function problemsOf(all: readonly Text[], { languages }: Definition): Problem[] {
  const missing = languages.filter((language) => all.some((text) => text[language] === undefined))
  return [
    ...missing.map((language) => ({ code: 'missing-translation', language }) as const),
    ...all.flatMap((text) => languages.flatMap((language) => errorIn(text, language))),
  ]
}

function errorIn(text: Text, language: Language): Problem[] {
  try {
    compileTemplate(text[language] ?? '')
    return []
  } catch (error) {
    return [{ code: 'bad-template', language, near: error instanceof TemplateError ? (error.near ?? '') : '' }]
  }
}
