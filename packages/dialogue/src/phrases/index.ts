import type { Language } from '../language.ts'
import { en } from './en.ts'
import type { Phrases } from './phrases.ts'
import { pl } from './pl.ts'
import { uk } from './uk.ts'

export const phrases: Record<Language, Phrases> = { pl, en, uk }
