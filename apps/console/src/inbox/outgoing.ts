import type { Replied } from '@kurenda/contract'
import { useSyncExternalStore } from 'react'
import { api, type ApiProblem } from '../api.ts'
import { keepDraft, readDraft } from './reply-drafts.ts'

/** For so long an answer stays here, so that it can be taken back: once it is with the provider, nobody can. */
const heldMs = 5000

export interface Outgoing {
  key: string
  conversation: number
  text: string
  /** Of the conversation as its author saw it. */
  version: number
  at: string
  /** False once it has left the browser. */
  held: boolean
}

interface State {
  leaving: readonly Outgoing[]
  /** Why the last answer of a conversation was refused; its text is a draft again. */
  refused: ReadonlyMap<number, ApiProblem>
}
let state: State = { leaving: [], refused: new Map() }
const timers = new Map<string, ReturnType<typeof setTimeout>>()
const listeners = new Set<() => void>()

function set(next: Partial<State>): void {
  state = { ...state, ...next }
  for (const listener of listeners) listener()
}

const without = (key: string) => state.leaving.filter((one) => one.key !== key)

/** Shows an answer at once and sends it a moment later; `sent` is called when the server has it. */
export function holdReply(
  reply: Pick<Outgoing, 'conversation' | 'text' | 'version'>,
  sent: () => Promise<unknown>,
): void {
  const one: Outgoing = { ...reply, key: crypto.randomUUID(), at: new Date().toISOString(), held: true }
  forgetRefusal(reply.conversation)
  set({ leaving: [...state.leaving, one] })
  timers.set(
    one.key,
    setTimeout(() => void send(one, sent), heldMs),
  )
}

/** Takes an answer back before it leaves. Its text is a draft again. */
export function takeBack({ key, conversation, text }: Outgoing): void {
  clearTimeout(timers.get(key))
  timers.delete(key)
  set({ leaving: without(key) })
  restore(conversation, text)
}

async function send(one: Outgoing, sent: () => Promise<unknown>): Promise<void> {
  timers.delete(one.key)
  set({ leaving: state.leaving.map((each) => (each.key === one.key ? { ...each, held: false } : each)) })
  try {
    await post(one)
    await sent()
  } catch (error) {
    restore(one.conversation, one.text)
    set({ refused: new Map(state.refused).set(one.conversation, error as ApiProblem) })
  }
  set({ leaving: without(one.key) })
}

const post = ({ key, conversation, text, version }: Outgoing, leaving = false) =>
  api<Replied>(`/conversations/${conversation}/replies`, { text, version }, 'POST', { key, leaving })

function restore(conversation: number, text: string): void {
  const begun = readDraft(conversation)
  keepDraft(conversation, begun === '' ? text : `${text}\n${begun}`)
}

export function forgetRefusal(conversation: number): void {
  if (!state.refused.has(conversation)) return
  const refused = new Map(state.refused)
  refused.delete(conversation)
  set({ refused })
}

// Whoever closes the page has said what they had to say.
addEventListener('pagehide', () => {
  for (const one of state.leaving.filter(({ held }) => held)) {
    clearTimeout(timers.get(one.key))
    void post(one, true).catch(() => undefined)
  }
})

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What is on its way from this browser. */
export const useOutgoing = (): State => useSyncExternalStore(subscribe, () => state)
