import { z } from 'zod'

export const LANGUAGES = ['pl', 'en', 'uk'] as const
export const languageSchema = z.enum(LANGUAGES)
/** What residents may be spoken to in. */
export type Language = z.infer<typeof languageSchema>
