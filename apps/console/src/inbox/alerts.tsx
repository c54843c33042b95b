import type { Conversation } from '@kurenda/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { formatPhone } from '../format.ts'
import { useMe } from '../me.ts'
import { chime } from './chime.ts'
import { conversationsQuery } from './conversations.ts'
import { isSoundOn } from './sound.ts'

const mark = /^\(\d+\) /
/** All tabs hear of a text within this time: who gets the lock later says nothing. */
const spokenMs = 1_000

/**
 * Tells who looks elsewhere that a resident wrote: the number in the tab's title, a quiet sound, and the browser's notice where
 * it was allowed. What a colleague has taken is theirs.
 */
export function InboxAlerts() {
  const { t } = useTranslation()
  const { userId } = useMe()
  const navigate = useNavigate()
  const list = useInfiniteQuery(conversationsQuery).data?.pages.flatMap((page) => page.items)
  const mine = list?.filter(({ assignee }) => assignee === null || assignee.userId === userId)
  const waiting = mine?.filter(({ unread }) => unread > 0).length ?? 0
  const seen = useRef<Map<number, number>>(undefined)

  useEffect(() => {
    const write = () => {
      const plain = document.title.replace(mark, '')
      document.title = document.hidden && waiting > 0 ? `(${waiting}) ${plain}` : plain
    }
    write()
    document.addEventListener('visibilitychange', write)
    return () => document.removeEventListener('visibilitychange', write)
  }, [waiting])

  useEffect(() => {
    if (!mine) return
    const before = seen.current
    seen.current = new Map(mine.map(({ id, unread }) => [id, unread]))
    const news = before && mine.filter(({ id, unread }) => unread > (before.get(id) ?? 0))
    if (!news || news.length === 0 || !document.hidden) return
    // Of several tabs of this browser one speaks.
    void navigator.locks.request('kurenda-alert', { ifAvailable: true }, async (lock) => {
      if (!lock) return
      if (isSoundOn()) chime()
      for (const one of news) notify(one)
      await new Promise((resolve) => setTimeout(resolve, spokenMs))
    })
  })

  function notify({ id, contactName, from, lastText }: Conversation): void {
    if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return
    const who = contactName ?? formatPhone(from)
    const notice = new Notification(t('inbox.wrote', { who }), { body: lastText, tag: `kurenda ${id}` })
    notice.addEventListener('click', () => {
      window.focus()
      void navigate({ to: '/inbox/$id', params: { id: String(id) } })
      notice.close()
    })
  }
  return null
}
