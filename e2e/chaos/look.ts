import { stateName, stateNumber, type StateName } from '#modules/messaging'
import { openPool } from '#platform/db'
import type { Town } from '../town.ts'
import type { StoredMessage } from './judge.ts'

/** What the database holds, read from outside. */
export interface Look {
  /** Messages of the broadcasts by state, from the kept counters. */
  counters(broadcasts: readonly number[]): Promise<Partial<Record<StateName, number>>>
  messages(broadcasts: readonly number[]): Promise<StoredMessage[]>
  /** How many were ever uncertain. */
  doubted(broadcasts: readonly number[]): Promise<number>
  close(): Promise<void>
}

/** As PostgreSQL's superuser. Its queries fail while PostgreSQL is down. */
export function openLook(town: Town): Look {
  const pool = openPool(town.superuserUrl(), { max: 1, name: 'chaos-look' })
  return {
    async counters(broadcasts) {
      const { rows } = await pool.query<{ state: number; count: number }>(
        'SELECT state, sum(count)::bigint AS count FROM broadcast_counter WHERE broadcast_id = ANY($1) GROUP BY state ORDER BY state',
        [broadcasts],
      )
      return Object.fromEntries(rows.map((row) => [stateName(row.state), row.count]))
    },
    async messages(broadcasts) {
      const { rows } = await pool.query<{ number: string; state: number }>(
        `SELECT ltrim(b.to_value, '+') AS number, m.state FROM message m JOIN message_body b USING (organization_id, sent_on, id)
         WHERE m.broadcast_id = ANY($1)`,
        [broadcasts],
      )
      return rows.map(({ number, state }) => ({ number, state: stateName(state) }))
    },
    async doubted(broadcasts) {
      const { rows } = await pool.query<{ count: number }>(
        `SELECT count(DISTINCT e.message_id) AS count FROM message_event e JOIN message m
           ON m.organization_id = e.organization_id AND m.sent_on = e.sent_on AND m.id = e.message_id
         WHERE e.state = $2 AND m.broadcast_id = ANY($1)`,
        [broadcasts, stateNumber('uncertain')],
      )
      return rows[0]?.count ?? 0
    },
    close: () => pool.end(),
  }
}
