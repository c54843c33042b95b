import type { Client } from './pool.ts'

type Steps = readonly (() => Promise<unknown>)[]
type Answers<T extends Steps> = { [K in keyof T]: Awaited<ReturnType<T[K]>> }

/** Whether queries are sent on it before the answers to the earlier ones came (a pool opened with `pipeline`). */
export function isPipelined(client: Client): boolean {
  return 'pipeline' in client && client.pipeline === true
}

/**
 * Asks several things of which none needs the answer to another: their first queries leave together, in this order, which is also the
 * order in which PostgreSQL carries them out; on a busy machine every answer waited for is a turn lost. On a connection without
 * pipeline one after the other. @throws what the first that fails says; the transaction is to be given up then
 */
export async function inOneGo<const T extends Steps>(client: Client, ...steps: T): Promise<Answers<T>> {
  if (isPipelined(client)) return (await Promise.all(steps.map((step) => step()))) as unknown as Answers<T>
  const answers: unknown[] = []
  for (const step of steps) answers.push(await step())
  return answers as unknown as Answers<T>
}
