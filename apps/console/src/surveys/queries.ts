import type {
  DialogueState,
  Survey,
  SurveyAspect,
  SurveyContent,
  SurveyPage,
  SurveyRepresentation,
  SurveyResults,
  SurveySaid,
  SurveySimulated,
  SurveyTextGroups,
  SurveyTextPage,
  SurveyWaves,
} from '@kurenda/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'
import type { SurveyLanguage } from './texts.ts'

/** For what makes the server read all answers, or all who were asked: news come twice a second while a town votes. */
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

/** Whom broadcasts asked, and who of them answered. */
export const representationQuery = (id: string) =>
  queryOptions({
    queryKey: ['survey-answers', 'representation', id],
    queryFn: () => api<SurveyRepresentation>(`/surveys/${id}/representation`),
    refetchInterval: heavyMs,
  })

/** What people wrote, by the words that they share. */
export const textGroupsQuery = (id: string, question: string) =>
  queryOptions({
    queryKey: ['survey-answers', 'text-groups', id, question],
    queryFn: () => api<SurveyTextGroups>(`/surveys/${id}/text-groups?${new URLSearchParams({ question }).toString()}`),
    refetchInterval: heavyMs,
  })

/** What people wrote in their own words, the newest first; of one group, or of all. */
export const textsQuery = (id: string, question: string, { q, group }: { q: string; group: string | undefined }) =>
  infiniteQueryOptions({
    queryKey: [group === undefined ? 'surveys' : 'survey-answers', 'texts', id, question, q, group],
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams({
        limit: '8',
        question,
        ...(q.trim() && { q: q.trim() }),
        ...(group !== undefined && { group }),
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
