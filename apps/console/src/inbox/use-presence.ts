import type { ConversationThread, PresentStaff } from '@kurenda/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { api } from '../api.ts'
import { threadQuery } from './conversations.ts'

/** The server believes it for ten seconds. */
const everyMs = 4000

/** Says to colleagues that one is there, or types, as long as the page is in sight; and hears who else is. */
export function usePresence(id: string, typing: boolean): void {
  const client = useQueryClient()
  const doing = useRef<'viewing' | 'typing'>('viewing')
  useEffect(() => {
    doing.current = typing ? 'typing' : 'viewing'
  }, [typing])
  useEffect(() => {
    const say = (what: 'viewing' | 'typing' | 'gone') =>
      api<PresentStaff>(`/conversations/${id}/presence`, { doing: what }).then(
        ({ others }) =>
          client.setQueryData<ConversationThread>(threadQuery(id).queryKey, (thread) =>
            thread && JSON.stringify(thread.present) !== JSON.stringify(others)
              ? { ...thread, present: others }
              : thread,
          ),
        () => undefined,
      )
    const tell = () => {
      if (!document.hidden) void say(doing.current)
    }
    const leave = () => {
      if (document.hidden) void say('gone')
      else tell()
    }
    tell()
    const timer = setInterval(tell, everyMs)
    document.addEventListener('visibilitychange', leave)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', leave)
      void say('gone')
    }
  }, [id, client])
  useEffect(() => {
    // Colleagues hear at once that somebody began to write.
    if (typing) void api(`/conversations/${id}/presence`, { doing: 'typing' }).catch(() => undefined)
  }, [id, typing])
}
