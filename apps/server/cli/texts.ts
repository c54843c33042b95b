import { residentLanguage } from '@kurenda/contract'

/** `--text-pl`, `--text-en`, `--text-uk`: one text in several languages. */
export const textOptions = {
  'text-pl': { type: 'string' },
  'text-en': { type: 'string' },
  'text-uk': { type: 'string' },
} as const
export const textWords = residentLanguage.options.map((language) => `[--text-${language} T]`).join(' ')

/** The texts that were given, by their languages. */
export function textsOf(values: { [Option in keyof typeof textOptions]?: string | undefined }) {
  const { 'text-pl': pl, 'text-en': en, 'text-uk': uk } = values
  return { ...(pl !== undefined && { pl }), ...(en !== undefined && { en }), ...(uk !== undefined && { uk }) }
}
