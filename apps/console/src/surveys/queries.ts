import type {
  DialogueState,
  Survey,
  SurveyAspect,
  SurveyContent,
  SurveyPage,
  SurveyResults,
  SurveySaid,
  SurveySimulated,
  SurveyTextPage,
  SurveyWaves,
} from '@kurenda/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'
import type { SurveyLanguage } from './texts.ts'

const heavyMs = 15_000

/** Surveys, the newest first. */
export const surveysQuery = ({ state, q }: { state?: DialogueState | undefined; q?: string | undefined } = {}) =>
  infiniteQueryOptions({
    queryKey: ['surveys', 'list', { state, q }],
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams({
        limit: '30',
        ...(pageParam && { cursor: pageParam }),
        ...(state && { state }),
        ...(q?.trim() && { q: q.trim() }),
      })
      return api<SurveyPage>(`/surveys?${query.toString()}`)
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })

export const surveyQuery = (id: string) =>
  queryOptions({ queryKey: ['surveys', 'one', id], queryFn: () => api<Survey>(`/surveys/${id}`) })

/** By what results are parted: an aspect, or the answers to another question. */
export type Parting = { by: SurveyAspect } | { other: string }

export const resultsQuery = (id: string, parting?: Parting) => {
  // By another answer the server reads every response: not at each of the news that come twice a second while a town votes.
  const isHeavy = parting !== undefined && 'other' in parting
  return queryOptions({
    queryKey: [isHeavy ? 'survey-answers' : 'surveys', 'results', id, parting ?? null],
    queryFn: () =>
      api<SurveyResults>(
        `/surveys/${id}/results${parting ? `?${new URLSearchParams({ ...parting }).toString()}` : ''}`,
      ),
    placeholderData: (before) => before,
    ...(isHeavy && { refetchInterval: heavyMs }),
  })
}

/** The survey beside those before it. */
export const wavesQuery = (id: string) =>
  queryOptions({ queryKey: ['surveys', 'waves', id], queryFn: () => api<SurveyWaves>(`/surveys/${id}/waves`) })

/** What people wrote in their own words, the newest first. */
export const textsQuery = (id: string, question: string, q: string) =>
  infiniteQueryOptions({
    queryKey: ['surveys', 'texts', id, question, q],
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams({
        limit: '8',
        question,
        ...(q.trim() && { q: q.trim() }),
        ...(pageParam && { cursor: pageParam }),
      })
      return api<SurveyTextPage>(`/surveys/${id}/texts?${query.toString()}`)
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  })

interface Simulation {
  content: SurveyContent
  channel: 'sms' | 'web'
  language: SurveyLanguage
  says: readonly SurveySaid[]
}

/** How the survey would go for a person who answers so: asked of the server's engine, nothing is kept. */
export const simulateQuery = (simulation: Simulation) =>
  queryOptions({
    queryKey: ['survey-simulation', simulation],
    queryFn: () => api<SurveySimulated>('/surveys/simulate', simulation),
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
    placeholderData: (before) => before,
  })
