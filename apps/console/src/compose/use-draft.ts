import type { Draft, DraftContent } from '@kurenda/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { api, ApiProblem, isShutOut } from '../api.ts'

/** Typing is not saved letter by letter. */
const pauseMs = 700
/** After the server was away, or the session ended. */
const retryMs = 3000

/** What the server has: the draft's number, version, state and content. */
export interface Saved {
  id: number
  version: number
  state: Draft['state']
  content: DraftContent
  savedAt: string
  prepared: boolean
}

export interface DraftEditor {
  content: DraftContent
  change: (part: Partial<DraftContent>) => void
  saved: Saved | undefined
  /** Whether all that is written is saved. */
  isSaved: boolean
  problem: ApiProblem | undefined
  /** Somebody else saved a version meanwhile. */
  conflict: { by: string; version: number } | undefined
  /** Ends a conflict: with theirs, or with ours over it. */
  settle: (with_: 'theirs' | 'ours') => void
  /** Saves what is not saved yet, and returns what the server has. */
  flush: () => Promise<Saved>
}

const same = (one: DraftContent, other: DraftContent) => JSON.stringify(one) === JSON.stringify(other)
const isEmpty = ({ text, name, audience }: DraftContent) =>
  text === '' && !name && audience.groups.length + audience.segments.length === 0 && audience.numbers === ''
const toSaved = ({ id, version, state, content, savedAt, prepared }: Draft): Saved => ({
  id,
  version,
  state,
  content,
  savedAt,
  prepared,
})

function conflictOf({ params: { by, version } }: ApiProblem): { by: string; version: number } {
  return { by: typeof by === 'string' ? by : '', version: Number(version) }
}

/**
 * A draft that saves itself, one save at a time, each over the version that it knows. `onMade` is told the number of a draft
 * that was new.
 */
export function useDraft(start: { content: DraftContent; saved?: Saved }, onMade: (id: number) => void): DraftEditor {
  const client = useQueryClient()
  const [content, setContent] = useState(start.content)
  const [saved, setSaved] = useState(start.saved)
  const [problem, setProblem] = useState<ApiProblem>()
  const [conflict, setConflict] = useState<DraftEditor['conflict']>()
  const now = useRef({ content, saved })
  now.current.content = content
  const running = useRef<Promise<Saved>>(undefined)
  const isSaved = saved === undefined ? isEmpty(content) : same(saved.content, content)

  const keep = useCallback(
    (draft: Draft, sent: DraftContent): Saved => {
      const next = { ...toSaved(draft), content: sent }
      if (now.current.saved === undefined) onMade(draft.id)
      now.current.saved = next
      setSaved(next)
      setProblem(undefined)
      void client.invalidateQueries({ queryKey: ['broadcasts'] })
      return next
    },
    [client, onMade],
  )

  const save = useCallback(async (): Promise<Saved> => {
    const { content: sent, saved: known } = now.current
    try {
      const draft = known
        ? await api<Draft>(`/broadcasts/${known.id}/draft`, { version: known.version, content: sent }, 'PUT')
        : await api<Draft>('/broadcasts/drafts', sent)
      return keep(draft, sent)
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      if (error.code === 'draft-changed') setConflict(conflictOf(error))
      else setProblem(error)
      if (isShutOut(error)) void client.invalidateQueries({ queryKey: ['me'] })
      throw error
    }
  }, [client, keep])

  const flush = useCallback(async (): Promise<Saved> => {
    await running.current?.catch(() => undefined)
    const { content: wanted, saved: known } = now.current
    if (known && same(known.content, wanted)) return known
    running.current = save().finally(() => {
      running.current = undefined
    })
    return running.current
  }, [save])

  useEffect(() => {
    if (isSaved || conflict) return
    const timer = setTimeout(() => void flush().catch(() => undefined), problem ? retryMs : pauseMs)
    return () => clearTimeout(timer)
  }, [content, isSaved, conflict, problem, flush])

  const settle = useCallback(
    (with_: 'theirs' | 'ours') => {
      const known = now.current.saved
      if (!known || !conflict) return
      const end = (next: Saved) => {
        now.current.saved = next
        setSaved(next)
        setConflict(undefined)
      }
      if (with_ === 'ours') end({ ...known, version: conflict.version })
      else
        void api<Draft>(`/broadcasts/${known.id}/draft`).then(
          (draft) => {
            setContent(draft.content)
            end(toSaved(draft))
          },
          (error: unknown) => {
            if (error instanceof ApiProblem) setProblem(error)
          },
        )
    },
    [conflict],
  )

  return {
    content,
    change: useCallback((part) => setContent((before) => ({ ...before, ...part })), []),
    saved,
    isSaved,
    problem,
    conflict,
    settle,
    flush,
  }
}
