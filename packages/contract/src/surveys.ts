import { z } from 'zod'
import { dialogueState } from './dialogues.ts'
import { idsText, instant, page, pageQuery } from './paging.ts'
import { textLanguage } from './templates.ts'

/** The same words in each language of the survey. */
export const surveyText = z.object({
  pl: z.string().trim().max(1000).optional(),
  en: z.string().trim().max(1000).optional(),
  uk: z.string().trim().max(1000).optional(),
})
export type SurveyText = z.infer<typeof surveyText>

const id = z.string().regex(/^[a-z][a-z0-9]{0,30}$/)
/** A question's id, or `end`. */
const target = id

const scalar = z.union([z.string().max(100), z.number(), z.boolean()])

export const surveyQuestionKind = z.enum([
  'choice',
  'choices',
  'yes-no',
  'scale',
  /** Would you recommend us, 0 to 10: the share of 9 and 10 less that of 0 to 6. */
  'nps',
  /** How content, 1 to 5: the share of 4 and 5. */
  'csat',
  /** How easy, 1 to 7: the mean. */
  'ces',
  'number',
  'date',
  'text',
])
export type SurveyQuestionKind = z.infer<typeof surveyQuestionKind>

export const surveyQuestion = z.object({
  id,
  kind: surveyQuestionKind,
  text: surveyText,
  required: z.boolean().default(true),
  /** Of `choice` and `choices`. */
  choices: z
    .array(z.object({ id, label: surveyText, synonyms: z.array(z.string().min(1).max(100)).max(20).optional() }))
    .max(99)
    .optional(),
  /** Of `choices`: how many may be named. Of `number`: its bounds. */
  least: z.number().optional(),
  most: z.number().optional(),
  /** Of `scale`, within 0 and 10, with what its ends mean. */
  from: z.int().optional(),
  to: z.int().optional(),
  low: surveyText.optional(),
  high: surveyText.optional(),
  /** Where to go on after which answer; else to `next`, else to the question below. */
  goTo: z
    .array(
      z.object({
        when: z
          .object({ is: scalar })
          .or(z.object({ atLeast: z.number() }))
          .or(z.object({ atMost: z.number() })),
        then: target,
      }),
    )
    .max(50)
    .default([]),
  next: target.optional(),
})
export type SurveyQuestion = z.infer<typeof surveyQuestion>

/** A survey as the office writes it. */
export const surveyContent = z.object({
  title: surveyText,
  languages: z.array(textLanguage).min(1).max(3).default(['pl']),
  intro: surveyText.optional(),
  thanks: surveyText.optional(),
  questions: z.array(surveyQuestion).min(1).max(100),
  /** Who texts it begins the survey, or names it where several wait. */
  keyword: z.string().trim().max(40).nullable().default(null),
  /** Nobody sees who answered what. */
  anonymous: z.boolean().default(false),
  /** One response a person. */
  once: z.boolean().default(true),
  closesAt: instant.nullable().default(null),
  /** So many whole responses are enough. */
  mostResponses: z.int().min(1).nullable().default(null),
  /** So many responses with that answer are enough. */
  quotas: z
    .array(z.object({ question: id, choice: z.string().max(100), most: z.int().min(0) }))
    .max(50)
    .default([]),
  /** Keys of contact fields by which results are compared: the village, the year of birth. */
  aspects: z.array(z.string().min(1).max(64)).max(3).default([]),
  /** After how many days without an answer the question is put once more. */
  remindAfterDays: z.int().min(1).max(30).nullable().default(null),
  /** Results may be seen by everyone who has the link. */
  resultsPublic: z.boolean().default(false),
  /** All questions on one web page, where none leads elsewhere. */
  onePage: z.boolean().default(false),
  /** The survey before it, in another wave: questions of the same id are compared. */
  follows: z.int().positive().optional(),
})
export type SurveyContent = z.infer<typeof surveyContent>
export type NewSurvey = z.input<typeof surveyContent>

/** `PUT …/:id`: `version` is the one that was read; another in between makes 409 `dialogue-changed`. */
export const savedSurvey = z.object({ version: z.int().min(1), content: surveyContent })

export const survey = z
  .object({
    id: z.int(),
    version: z.int(),
    state: dialogueState,
    content: surveyContent,
    /** The page where it is answered. */
    url: z.string(),
    responses: z.int(),
    /** The last day on which somebody began to answer: of an anonymous survey nothing finer is kept. */
    lastAnswerOn: z.iso.date().nullable(),
    closedAt: instant.nullable(),
    createdAt: instant,
    savedBy: z.string(),
  })
  .meta({ id: 'Survey' })
export type Survey = z.infer<typeof survey>
export const surveyPage = page(survey)
export type SurveyPage = z.infer<typeof surveyPage>
/** `q`: what the title holds, without case and diacritics. */
export const surveyQuery = pageQuery.extend({ state: dialogueState.optional(), q: z.string().max(200).default('') })

export const surveyChannel = z.enum(['sms', 'web', 'paper', 'voice', 'app', 'email'])
export type SurveyChannel = z.infer<typeof surveyChannel>

const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])

/** A response that a clerk enters from paper: by question. Choices by their id. Questions that were not reached are left out. */
export const newSurveyResponse = z.object({
  language: textLanguage.optional(),
  answers: z.record(id, value),
})
export type NewSurveyResponse = z.input<typeof newSurveyResponse>

export const surveyResponse = z
  .object({
    id: z.int(),
    channel: surveyChannel,
    language: textLanguage,
    /** Null where the survey is anonymous, or nobody knows. */
    phone: z.string().nullable(),
    startedAt: instant,
    answeredAt: instant,
    complete: z.boolean(),
    answers: z.record(z.string(), value.or(z.object({}).loose()).nullable()),
  })
  .meta({ id: 'SurveyResponse' })
export type SurveyResponse = z.infer<typeof surveyResponse>
export const surveyResponsePage = page(surveyResponse)

/** `POST …/links`: numbers that get a link of their own. */
export const newSurveyLinks = z.object({ phones: z.array(z.string().trim().min(1).max(40)).min(1).max(1000) })
const surveyLink = z.object({ phone: z.string(), url: z.string() })
export type SurveyLink = z.infer<typeof surveyLink>
export const surveyLinks = z.object({ items: z.array(surveyLink) }).meta({ id: 'SurveyLinks' })
/** `GET …/links`: whose links are in the file, everyone of these groups and segments. */
export const surveyLinksQuery = z.object({ groups: idsText.optional(), segments: idsText.optional() })

/** How results are parted: by the channel, the day, a group, an aspect of the survey, a broadcast (a wave). */
export const surveyAspect = z.enum(['channel', 'day', 'group', 'field', 'broadcast'])
export type SurveyAspect = z.infer<typeof surveyAspect>
/** `other` parts them by the answers to that question instead: its responses are read, not its tally. */
export const surveyResultsQuery = z.object({ by: surveyAspect.optional(), other: id.optional() })

const option = z.object({
  id: z.string(),
  label: z.string(),
  count: z.int(),
  /** Of those who answered the question. */
  share: z.number(),
})
export const surveyQuestionResult = z.object({
  id: z.string(),
  kind: surveyQuestionKind,
  text: z.string(),
  answered: z.int(),
  skipped: z.int(),
  options: z.array(option),
  /** Of numbers and scales. */
  mean: z.number().nullable(),
  /** Of `nps` (-100 to 100), `csat` (0 to 100) and `ces` (1 to 7). */
  score: z.number().nullable(),
})
export type SurveyQuestionResult = z.infer<typeof surveyQuestionResult>

export const surveyResults = z
  .object({
    id: z.int(),
    title: z.string(),
    state: dialogueState,
    responses: z.object({
      complete: z.int(),
      partial: z.int(),
      byChannel: z.record(z.string(), z.int()),
      byDay: z.record(z.string(), z.int()),
    }),
    /** Who was texted the first question, and how many of them answered; null where nobody was. */
    invited: z.object({ people: z.int(), answered: z.int(), rate: z.number() }).nullable(),
    questions: z.array(surveyQuestionResult),
    /** One set of counts a value of the aspect that was asked for. */
    cross: z.array(
      z.object({ value: z.string(), label: z.string(), responses: z.int(), questions: z.array(surveyQuestionResult) }),
    ),
  })
  .meta({ id: 'SurveyResults' })
export type SurveyResults = z.infer<typeof surveyResults>

const wave = z.object({
  survey: z.int(),
  /** Where several broadcasts sent the survey, each is a wave; else null. */
  broadcast: z.int().nullable(),
  label: z.string(),
  /** When it was sent, or the survey made. */
  day: z.string(),
  responses: z.int(),
})
export type SurveyWave = z.infer<typeof wave>
/** A survey beside those before it, the earliest first. */
export const surveyWaves = z
  .object({
    waves: z.array(wave),
    questions: z.array(
      z.object({
        id: z.string(),
        kind: surveyQuestionKind,
        text: z.string(),
        /** One for each wave; null where it did not ask that, or another kind of question under the id. */
        results: z.array(surveyQuestionResult.nullable()),
        /** Since the latest wave before that was answered; null where there is none. */
        changes: z.array(
          z
            .object({
              mean: z.number().nullable(),
              score: z.number().nullable(),
              /** By option, from -1 to 1. */
              shares: z.record(z.string(), z.number()),
            })
            .nullable(),
        ),
      }),
    ),
  })
  .meta({ id: 'SurveyWaves' })
export type SurveyWaves = z.infer<typeof surveyWaves>

/** Whom broadcasts asked and who answered, by each of the survey's aspects. */
export const surveyRepresentation = z
  .object({
    fields: z.array(
      z.object({
        field: z.string(),
        /** Its values are bands of age. */
        isAge: z.boolean(),
        /** Those whose field is known. */
        invited: z.int(),
        answered: z.int(),
        rows: z.array(
          z.object({
            /** Empty: all smaller ones together. */
            value: z.string(),
            invited: z.int(),
            /** Null where an anonymous survey would tell of fewer than five people. */
            answered: z.int().nullable(),
            rate: z.number().nullable(),
            shareInvited: z.number(),
            shareAnswered: z.number().nullable(),
          }),
        ),
        /** Which part of those who answered would have to be others, for all to be stood for alike: 0 to 1. */
        misplaced: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: 'SurveyRepresentation' })
export type SurveyRepresentation = z.infer<typeof surveyRepresentation>

/** `group`: only those of a group of `…/text-groups` by its `id`, or `-` for those in none; of the question, or the first of the kind `text`. */
export const surveyTextQuery = pageQuery.extend({
  q: z.string().max(200).default(''),
  question: id.optional(),
  group: z.string().min(1).max(100).optional(),
})
export const surveyTextPage = page(z.object({ response: z.int(), question: z.string(), text: z.string() }))
export type SurveyTextPage = z.infer<typeof surveyTextPage>

/** Of a question of the kind `text`; the first one where none is named. */
export const surveyTextGroupsQuery = z.object({ question: id.optional() })
/** Answers in people's own words, parted by the words they share. */
export const surveyTextGroups = z
  .object({
    question: z.string(),
    text: z.string(),
    /** How many were looked at: the latest 5,000 at most. */
    read: z.int(),
    groups: z.array(
      z.object({
        /** What the forms of that word have in common. */
        id: z.string(),
        /** The word that they share, in the forms in which it is written most. */
        words: z.array(z.string()),
        count: z.int(),
        examples: z.array(z.string()),
      }),
    ),
    /** Those that share no word with another. */
    others: z.int(),
  })
  .meta({ id: 'SurveyTextGroups' })
export type SurveyTextGroups = z.infer<typeof surveyTextGroups>

export const surveyExportQuery = z.object({ format: z.enum(['csv', 'xlsx', 'json']).default('csv') })

/** What a person says on their channel: words, what is ticked on a page (ids), or nothing where a question may be skipped. */
const surveySaid = z
  .string()
  .max(2000)
  .or(z.object({ choices: z.array(z.string().max(100)).max(100) }))
  .or(z.object({ skip: z.literal(true) }))
export type SurveySaid = z.infer<typeof surveySaid>

/** `POST /surveys/simulate`: how a survey would go, without saving it. */
export const surveySimulation = z.object({
  content: surveyContent,
  channel: z.enum(['sms', 'web', 'voice', 'app', 'email']).default('sms'),
  language: textLanguage.optional(),
  /** What the person answers, one after the other. */
  says: z.array(surveySaid).max(100).default([]),
})
/** The page as a resident sees it: what it says, and the form where something is asked. */
const surveySimulatedPage = z.object({
  paragraphs: z.array(z.string()),
  form: z
    .object({
      question: z.string(),
      error: z.string().nullable(),
      field: z.enum(['radios', 'checkboxes', 'number', 'date', 'textarea']),
      options: z.array(z.object({ id: z.string(), label: z.string() })),
      /** What the ends of a scale mean. */
      low: z.string().nullable(),
      high: z.string().nullable(),
      help: z.string().nullable(),
      send: z.string(),
      /** Names the button that skips, where one may. */
      skip: z.string().nullable(),
    })
    .nullable(),
})
export type SurveySimulatedPage = z.infer<typeof surveySimulatedPage>
export const surveySimulated = z.object({
  turns: z.array(
    z.object({
      said: z.string().nullable(),
      shows: z.string(),
      parts: z.int(),
      /** Of the channel `web`. */
      page: surveySimulatedPage.nullable(),
    }),
  ),
  ending: z.string().nullable(),
})
export type SurveySimulated = z.infer<typeof surveySimulated>
