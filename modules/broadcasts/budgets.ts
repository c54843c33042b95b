import { dayIn } from '#platform/clock'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { checkUnit } from './draft-content.ts'

export interface Budget {
  /** null: the whole organization's. */
  unit: number | null
  /** YYYY-MM */
  month: string
  /** In 1/10000 of the currency. */
  amount: number
}

/** What the month's confirmed broadcasts cost; one that was cancelled before it began costs nothing. */
const spentSql = `coalesce((
  SELECT sum(s.cost) FROM broadcast s JOIN organization o ON o.id = s.organization_id
  WHERE s.organization_id = b.organization_id AND (b.unit_id IS NULL OR s.unit_id = b.unit_id)
    AND NOT (s.state = 'cancelled' AND s.started_at IS NULL)
    AND s.confirmed_at >= b.month::timestamp AT TIME ZONE o.time_zone
    AND s.confirmed_at < (b.month + interval '1 month') AT TIME ZONE o.time_zone), 0)::bigint`

/** Sets what a month may cost. @throws Problem unit-not-found */
export async function setBudget(client: Client, organizationId: number, budget: Budget): Promise<void> {
  if (budget.unit !== null) await checkUnit(client, organizationId, budget.unit)
  await client.query(
    `INSERT INTO budget (organization_id, unit_id, month, amount) VALUES ($1, $2, $3, $4)
     ON CONFLICT (organization_id, unit_id, month) DO UPDATE SET amount = excluded.amount`,
    [organizationId, budget.unit, `${budget.month}-01`, budget.amount],
  )
}

/** The budgets of the latest months with what is spent of them, the latest first; at most 500. */
export async function listBudgets(client: Client, organizationId: number): Promise<(Budget & { spent: number })[]> {
  const { rows } = await client.query<Budget & { spent: number }>(
    `SELECT b.unit_id AS unit, to_char(b.month, 'YYYY-MM') AS month, b.amount, ${spentSql} AS spent
     FROM budget b WHERE b.organization_id = $1 ORDER BY b.month DESC, b.unit_id NULLS FIRST LIMIT 500`,
    [organizationId],
  )
  return rows
}

/**
 * Checks that the cost still fits into the month's budgets, the unit's and the organization's. Their rows are locked until the
 * end of the transaction: two broadcasts confirmed at one moment do not both get the last of it.
 * @throws Problem budget-exceeded
 */
export async function spend(
  client: Client,
  about: { organizationId: number; unitId: number | null; cost: number; currency: string; time_zone: string; at: Date },
): Promise<void> {
  const { organizationId, unitId, cost, currency, at } = about
  const month = `${dayIn(about.time_zone, at).slice(0, 7)}-01`
  const found = await client.query<{ id: number }>(
    `SELECT id FROM budget WHERE organization_id = $1 AND month = $2 AND (unit_id IS NULL OR unit_id = $3) ORDER BY id FOR UPDATE`,
    [organizationId, month, unitId],
  )
  for (const { id } of found.rows) {
    const { rows } = await client.query<{ left: number }>(
      `SELECT b.amount - ${spentSql} AS left FROM budget b WHERE b.organization_id = $1 AND b.id = $2`,
      [organizationId, id],
    )
    const left = rows[0]?.left ?? 0
    if (left < cost)
      throw new Problem('budget-exceeded', {
        left: { amount: Math.max(0, left) / 10_000, currency },
        cost: { amount: cost / 10_000, currency },
      })
  }
}
