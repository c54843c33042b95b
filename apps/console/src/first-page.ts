import type { QueryClient } from '@tanstack/react-query'
import { client } from './client.ts'
import { meQuery } from './me.ts'

/** Asks for what a page shows, so that it is drawn once, with everything. */
export type Ask<Search = object> = (client: QueryClient, search: Search) => Promise<void>[]

/** A page that takes longer is drawn as far as it is known. */
const patienceMs = 1500
let isFirst = true

/** Asks for what a page shows while its code is on its way. Later pages stand at once and fill before one's eyes. */
export async function askForFirst(load: () => Promise<{ ask?: Ask<never> }>, search: object): Promise<void> {
  if (!isFirst) return
  // Who is not signed in, or a file that is gone since an update: others tell of it.
  const [me, page] = await Promise.all([client.ensureQueryData(meQuery), load()]).catch(() => [])
  if (me && page?.ask) await Promise.all(page.ask(client, search as never))
}

/** Until the first page can be drawn. */
export async function untilReady(loaded: Promise<void>): Promise<void> {
  await Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, patienceMs))])
  isFirst = false
}
