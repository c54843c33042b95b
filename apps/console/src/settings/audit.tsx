import type { AuditEntry, AuditVerification } from '@kurenda/contract'
import { Empty, FilterBar } from '@kurenda/ui'
import { Button } from '@mantine/core'
import { infiniteQueryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import type { Ask } from '../first-page.ts'
import { formatClock, formatDay, formatNumber } from '../format.ts'
import { Later } from '../later.tsx'
import { Loading } from '../loading.tsx'
import { describeDetails } from './describe-details.ts'
import { Frame } from './frame.tsx'
import { staffQuery, unitsQuery } from './queries.ts'
import css from './settings.module.css'

const nouns = [
  'api-key',
  'broadcast',
  'budget',
  'channel',
  'contact',
  'contact-field',
  'dialogue',
  'group',
  'identity-provider',
  'import',
  'invitation',
  'keyword',
  'office-hours',
  'opt-out',
  'organization',
  'queue',
  'segment',
  'sending-rules',
  'series',
  'staff',
  'survey',
  'template',
  'unit',
] as const

const auditQuery = ({ actor, noun }: { actor?: string | undefined; noun?: string | undefined }) =>
  infiniteQueryOptions({
    queryKey: ['audit', actor, noun],
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams({
        limit: '40',
        ...(actor !== undefined && { actor }),
        ...(noun !== undefined && { noun }),
        ...(pageParam !== '' && { cursor: pageParam }),
      })
      return api<{ items: AuditEntry[]; next: string | null }>(`/audit?${query.toString()}`)
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })

export const ask: Ask<{ actor?: string; noun?: string }> = (client, search) => [
  client.prefetchInfiniteQuery(auditQuery(search)),
  client.prefetchQuery(staffQuery),
  client.prefetchQuery(unitsQuery),
]

/** Who did what, the newest first, and whether the chain holds. */
export function Audit() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = useSearch({ strict: false })
  const { actor, noun } = search
  const staff = useQuery(staffQuery).data ?? []
  const audit = useInfiniteQuery(auditQuery(search))
  const items = audit.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Frame section="audit">
      <div className={css['chain']}>
        <Later>
          <Chain />
        </Later>
      </div>
      <FilterBar
        label={t('settings.auditFilters')}
        value={{ actor, noun }}
        onChange={(value) => void navigate({ to: '.', search: value, replace: true })}
        selects={[
          {
            name: 'actor',
            label: t('settings.col.who'),
            all: t('settings.everybody'),
            options: [
              ...staff.map(({ id, name }) => ({ value: `staff:${id}`, label: name })),
              { value: 'system', label: t('settings.system') },
            ],
          },
          {
            name: 'noun',
            label: t('settings.col.what'),
            all: t('settings.everything'),
            options: nouns.map((value) => ({ value, label: t(`noun.${value}`) })),
          },
        ]}
      />
      {audit.isPending && <Loading />}
      {audit.error && <Failed error={audit.error} retry={() => void audit.refetch()} />}
      {audit.isSuccess && items.length === 0 && (
        <Empty title={t('settings.noAudit')}>{t('settings.noAuditText')}</Empty>
      )}
      {items.length > 0 && <Entries items={items} />}
      {audit.hasNextPage && (
        <Button loading={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
          {t('app.more')}
        </Button>
      )}
    </Frame>
  )
}

/**
 * Each entry's hash holds the one before: whoever changed one would have to change all that follow. The server walks all of them:
 * nobody who came to read the last ones waits for that.
 */
function Chain() {
  const { t } = useTranslation()
  const chain = useQuery({
    queryKey: ['audit', 'verification'],
    queryFn: () => api<AuditVerification>('/audit/verification'),
  })
  if (chain.error) return <Failed error={chain.error} retry={() => void chain.refetch()} />
  if (!chain.data) return <Loading rows={1} />
  const { ok, entries, broken } = chain.data
  return (
    <p role="status" className={ok ? '' : 'attn strong'}>
      {ok
        ? t('settings.chainHolds', { count: entries })
        : t('settings.chainBroken', { seq: formatNumber(broken?.seq ?? 0) })}
    </p>
  )
}

function Entries({ items }: { items: readonly AuditEntry[] }) {
  const { t, i18n } = useTranslation()
  const units = useQuery(unitsQuery).data ?? []
  const wordOf = (kind: 'noun' | 'verb', word: string) => String(i18n.t(`${kind}.${word}`, { defaultValue: word }))
  return (
    <div className={css['scroll']} tabIndex={0} role="region" aria-label={t('settings.audit')}>
      <table className={css['table']}>
        <thead>
          <tr>
            {(['seq', 'when', 'who', 'did', 'what', 'detail'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`settings.col.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map(({ seq, at, actor, actorName, verb, noun, subject, details }) => (
            <tr key={seq}>
              <td className="num">{formatNumber(seq)}</td>
              <td className="num">
                {formatDay(at)}, {formatClock(Date.parse(at))}
              </td>
              <td>{actorName ?? (actor === 'system' ? t('settings.system') : actor)}</td>
              <td>{wordOf('verb', verb)}</td>
              <td>
                {wordOf('noun', noun)} <span className="muted num">{subject}</span>
              </td>
              <td className="muted">{describeDetails(details, { t, i18n, units })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
