import { createClient, type Client } from '@kurenda/sdk'
import { findTown } from './find-town.ts'
import { language } from './words.ts'

/**
 * A client of the running town.
 * @param options `retries`: 0 for whoever wants to hear at once that the town is away
 * @throws Failure that says how to start one
 */
export function openClient(options: { retries?: number } = {}): Client {
  return createClient({ ...findTown(process.env), language, ...options })
}
