import type {
  ApiKey,
  BudgetList,
  ChannelSettings,
  ConnectorList,
  Invitation,
  KeptOfficeHours,
  Keyword,
  SendingRules,
  StaffPage,
  TemplatePage,
  Unit,
} from '@kurenda/contract'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

const listOf =
  <Item>(path: string) =>
  async () =>
    (await api<{ items: Item[] }>(path)).items

export const staffQuery = queryOptions({
  queryKey: ['staff', 'all'],
  queryFn: async () => (await api<StaffPage>('/staff?limit=200')).items,
})
export const invitationsQuery = queryOptions({ queryKey: ['invitations'], queryFn: listOf<Invitation>('/invitations') })
export const unitsQuery = queryOptions({ queryKey: ['units'], queryFn: listOf<Unit>('/units') })
export const keysQuery = queryOptions({ queryKey: ['api-keys'], queryFn: listOf<ApiKey>('/api-keys') })
export const keywordsQuery = queryOptions({ queryKey: ['keywords'], queryFn: listOf<Keyword>('/keywords') })
export const rulesQuery = queryOptions({
  queryKey: ['sending-rules'],
  queryFn: () => api<SendingRules>('/sending-rules'),
})
export const officeHoursQuery = queryOptions({
  queryKey: ['office-hours'],
  queryFn: () => api<KeptOfficeHours>('/office-hours'),
})
export const budgetsQuery = queryOptions({
  queryKey: ['budgets'],
  queryFn: async () => (await api<BudgetList>('/budgets')).items,
})
export const connectorsQuery = (language: string) =>
  queryOptions({
    queryKey: ['connectors', language],
    queryFn: async () => (await api<ConnectorList>('/connectors')).items,
    staleTime: Infinity,
  })
export const channelSettingsQuery = (id: number) =>
  queryOptions({
    queryKey: ['channels', 'settings', id],
    queryFn: () => api<ChannelSettings>(`/channels/${id}/settings`),
  })
export const templatesOfQuery = (kind: string, archived: boolean) =>
  queryOptions({
    queryKey: ['templates', 'settings', kind, archived],
    queryFn: async () =>
      (await api<TemplatePage>(`/templates?limit=200&archived=${archived}${kind === '' ? '' : `&kind=${kind}`}`)).items,
  })
