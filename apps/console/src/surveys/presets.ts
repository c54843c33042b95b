import type { SurveyContent, SurveyQuestion, SurveyText } from '@kurenda/contract'

/** With what a new survey begins. */
export const presets = ['nps', 'csat', 'ces', 'empty'] as const
type Preset = (typeof presets)[number]

type Measure = Exclude<Preset, 'empty'>

/** What residents read, in each language that a survey may have. */
const words: Record<Measure, { title: SurveyText; question: SurveyText; why: SurveyText }> = {
  nps: {
    title: {
      pl: 'Czy gminę warto polecić',
      en: 'Would you recommend our municipality',
      uk: 'Чи варто рекомендувати нашу громаду',
    },
    question: {
      pl: 'Na ile poleca Pan, Pani naszą gminę jako miejsce do życia, od 0 do 10?',
      en: 'How likely are you to recommend our municipality as a place to live, from 0 to 10?',
      uk: 'Наскільки Ви рекомендуєте нашу громаду як місце для життя, від 0 до 10?',
    },
    why: {
      pl: 'Co najbardziej wpłynęło na tę ocenę?',
      en: 'What influenced this score most?',
      uk: 'Що найбільше вплинуло на цю оцінку?',
    },
  },
  csat: {
    title: {
      pl: 'Jak oceniają nas mieszkańcy',
      en: 'How content residents are',
      uk: 'Як нас оцінюють мешканці',
    },
    question: {
      pl: 'Jak ocenia Pan, Pani załatwienie sprawy w urzędzie, od 1 do 5?',
      en: 'How do you rate the way the office handled your matter, from 1 to 5?',
      uk: 'Як Ви оцінюєте вирішення справи в установі, від 1 до 5?',
    },
    why: { pl: 'Co możemy poprawić?', en: 'What can we do better?', uk: 'Що ми можемо покращити?' },
  },
  ces: {
    title: {
      pl: 'Czy łatwo załatwić sprawę',
      en: 'How easy it is to get things done',
      uk: 'Чи легко вирішити справу',
    },
    question: {
      pl: 'Jak łatwo było załatwić sprawę w urzędzie, od 1 do 7?',
      en: 'How easy was it to get your matter done at the office, from 1 to 7?',
      uk: 'Наскільки легко було вирішити справу в установі, від 1 до 7?',
    },
    why: { pl: 'Co było najtrudniejsze?', en: 'What was hardest?', uk: 'Що було найважчим?' },
  },
}

const question = (id: string, kind: SurveyQuestion['kind'], text: SurveyText, required: boolean): SurveyQuestion => ({
  id,
  kind,
  text,
  required,
  goTo: [],
})

/** A new survey in the office's language; the other languages wait in it until they are wanted. */
export function contentOf(preset: Preset, language: SurveyContent['languages'][number]): SurveyContent {
  const { title, questions } =
    preset === 'empty'
      ? {
          title: {},
          questions: [
            { ...question('q1', 'choice', {}, true), choices: ['c1', 'c2'].map((id) => ({ id, label: {} })) },
          ],
        }
      : {
          title: words[preset].title,
          questions: [
            question('q1', preset, words[preset].question, true),
            question('q2', 'text', words[preset].why, false),
          ],
        }
  return {
    title,
    languages: [language],
    questions,
    keyword: null,
    anonymous: preset !== 'empty',
    once: true,
    closesAt: null,
    mostResponses: null,
    quotas: [],
    aspects: [],
    remindAfterDays: null,
    resultsPublic: false,
    onePage: false,
  }
}

/** The first question, for a card that shows what a preset asks. */
export const sampleOf = (preset: Measure, language: 'pl' | 'en') => words[preset].question[language] ?? ''
