import { terminalLanguage } from '#platform/i18n'

const language = terminalLanguage(process.env)

/** A sentence in the language of the terminal. */
export function say(pl: string, en: string): string {
  return language === 'pl' ? pl : en
}

export { language }
