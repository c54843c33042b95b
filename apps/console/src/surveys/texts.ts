import type { SurveyContent, SurveyText } from '@kurenda/contract'
import i18next from 'i18next'

/** The languages of a survey, in the order in which they are offered. */
export const surveyLanguages = ['pl', 'en', 'uk'] as const
export type SurveyLanguage = (typeof surveyLanguages)[number]

/** Each in its own language. */
export const surveyLanguageNames: Record<SurveyLanguage, string> = { pl: 'Polski', en: 'English', uk: 'Українська' }

/** What residents read, in the reader's language where it is there, else in the survey's first. */
export function read(text: SurveyText | undefined, languages: SurveyContent['languages']): string {
  const own = languages.filter((language) => language === i18next.language)
  return [...own, ...languages].map((language) => text?.[language]).find((words) => words) ?? ''
}

export const titleOf = ({ title, languages }: Pick<SurveyContent, 'title' | 'languages'>) => read(title, languages)
