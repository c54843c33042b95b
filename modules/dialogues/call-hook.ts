import { createHmac } from 'node:crypto'
import { valueSchema, type Value } from '@kurenda/dialogue'
import { z } from 'zod'
import { openOutgoing, type Outgoing } from '#platform/outgoing'

const answerSchema = z.object({ fields: z.record(z.string(), valueSchema).default({}) })

export interface HookCall {
  url: string
  secret: string
  body: { hook: string; session: string; values: Record<string, Value> }
}

/** How the outside is reached. Longer than that nobody waits: the dialogue goes on as if the call had failed. */
export const outside = openOutgoing({ timeoutMs: 10_000, mostBytes: 65_536 })

/** Only https, to a public address; no redirect is followed. Never throws: what fails is undefined. */
export async function callHook(call: HookCall, outside: Outgoing): Promise<Record<string, Value> | undefined> {
  if (!isCallable(call.url)) return undefined
  const body = JSON.stringify(call.body)
  const signature = createHmac('sha256', call.secret).update(body).digest('hex')
  try {
    const answer = await outside.fetch(call.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'kurenda-signature': `sha256=${signature}` },
      body,
    })
    if (answer.status !== 200) return undefined
    const text = await answer.text()
    return answerSchema.parse(text.trim() === '' ? {} : JSON.parse(text)).fields
  } catch {
    return undefined
  }
}

/** Whether an address is one that a webhook may have at all. */
export function isCallable(address: string): boolean {
  const url = URL.parse(address)
  return url?.protocol === 'https:' && url.username === '' && url.password === ''
}
