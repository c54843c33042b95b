import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { runningQuery } from '../broadcasts/queries.ts'
import { formatNumber } from '../format.ts'
import { conversationsQuery } from '../inbox/conversations.ts'

/** How many conversations have something new. */
export function Unread() {
  const { t } = useTranslation()
  const list = useInfiniteQuery(conversationsQuery)
  const count = list.data?.pages.flatMap((page) => page.items).filter((each) => each.unread > 0).length ?? 0
  if (count === 0) return null
  return (
    <>
      <span aria-hidden="true">{formatNumber(count)}</span>
      <span className="heard">{t('nav.unread', { count })}</span>
    </>
  )
}

/** How many broadcasts are under way. */
export function Running() {
  const { t } = useTranslation()
  const { data } = useQuery(runningQuery)
  return data && data.length > 0 ? <span>{t('nav.running', { count: data.length })}</span> : null
}
