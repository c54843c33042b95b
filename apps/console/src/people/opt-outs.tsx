import type { OptOut } from '@kurenda/contract'
import { Empty, FilterBar, Page } from '@kurenda/ui'
import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { BellOffIcon, UploadIcon } from 'lucide-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failed } from '../failed.tsx'
import { formatPhone, formatTime } from '../format.ts'
import { LinkButton } from '../link-button.tsx'
import { Loading } from '../loading.tsx'
import { useMay } from '../me.ts'
import { useTitle } from '../title.ts'
import list from './lines.module.css'
import { OptOutDialog } from './opt-out-dialog.tsx'
import { optOutsQuery } from './queries.ts'
import { PeopleHead } from './tabs.tsx'

/** Whoever asked for no more messages: since when, and how they said so. */
export function OptOuts() {
  const { t } = useTranslation()
  const may = useMay()
  useTitle(t('people.optOuts'))
  const { q } = useSearch({ from: '/people/opt-outs' })
  const navigate = useNavigate()
  const [search] = useDebouncedValue(q?.trim() ?? '', 200)
  const outs = useInfiniteQuery({ ...optOutsQuery(search), placeholderData: (before) => before })
  const items = outs.data?.pages.flatMap((page) => page.items) ?? []
  const [asks, setAsks] = useState<OptOut | 'new'>()
  return (
    <Page>
      <PeopleHead
        title={t('people.optOuts')}
        note={t('optOut.note')}
        actions={
          <>
            {may('contacts:import') && (
              <LinkButton
                to="/people/import"
                search={{ kind: 'opt-outs' }}
                variant="subtle"
                leftSection={<UploadIcon size={18} aria-hidden="true" />}
              >
                {t('optOut.import')}
              </LinkButton>
            )}
            {may('opt-outs:write') && (
              <Button leftSection={<BellOffIcon size={18} aria-hidden="true" />} onClick={() => setAsks('new')}>
                {t('optOut.add')}
              </Button>
            )}
          </>
        }
      />
      <FilterBar
        label={t('people.filters')}
        value={{ q }}
        onChange={(next) => void navigate({ to: '/people/opt-outs', search: next, replace: true })}
        search={{ name: 'q', label: t('optOut.search'), placeholder: t('optOut.search') }}
      />
      {outs.isPending && <Loading rows={6} />}
      {outs.error && <Failed error={outs.error} retry={() => void outs.refetch()} />}
      {outs.isSuccess && items.length === 0 && (
        <Empty title={t(search ? 'optOut.noneFound' : 'optOut.empty')}>
          {t(search ? 'optOut.noneFoundText' : 'optOut.emptyText')}
        </Empty>
      )}
      <ul className={`rows ${list['lines']}`}>
        {items.map((out) => (
          <li key={out.value}>
            <div>
              <h2 className="num">{formatPhone(out.value)}</h2>
              <p className="muted">
                {[
                  formatTime(out.at),
                  sourceOf(out.source) && t(`optOut.source.${sourceOf(out.source) ?? 'staff'}`),
                  out.by,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
              {out.reason && <p>{out.reason}</p>}
            </div>
            {may('opt-outs:write') && (
              <Button
                variant="subtle"
                aria-label={t('person.withdrawAt', { address: formatPhone(out.value) })}
                onClick={() => setAsks(out)}
              >
                {t('person.withdraw')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {outs.hasNextPage && (
        <Button
          className={list['more'] ?? ''}
          loading={outs.isFetchingNextPage}
          onClick={() => void outs.fetchNextPage()}
        >
          {t('app.more')}
        </Button>
      )}
      {asks && (
        <OptOutDialog
          {...(asks !== 'new' && { address: asks.value, withdraws: true })}
          onClose={() => setAsks(undefined)}
        />
      )}
    </Page>
  )
}

const sources = ['sms', 'staff', 'import'] as const
const sourceOf = (source: string) => sources.find((each) => each === source)
