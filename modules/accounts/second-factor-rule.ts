import type { SecondFactorOf, SecondFactorRule } from '@kurenda/contract'
import { inOrganization, type Client, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { audit } from './audit.ts'
import type { Caller } from './caller.ts'
import { mustGovern } from './must-govern.ts'
import { hasFactorSql, hasSecondFactor } from './owed-factor.ts'

/** Whose sign-in needs more than a password, and how many of them would be asked to set something up. */
export async function readSecondFactorRule(
  client: Client,
  organizationId: number,
  userId: string,
): Promise<SecondFactorRule> {
  const { rows } = await client.query<{ of: SecondFactorOf; administrators: number; everyone: number }>(
    `SELECT o.second_factor_of AS of,
       count(*) FILTER (WHERE m.role = 'administrator')::integer AS administrators, count(m.id)::integer AS everyone
     FROM organization o LEFT JOIN (membership m JOIN "user" u ON u.id = m.user_id AND NOT ${hasFactorSql})
       ON m.organization_id = o.id AND m.deactivated_at IS NULL
     WHERE o.id = $1 GROUP BY o.id`,
    [organizationId],
  )
  const { of = 'nobody', administrators = 0, everyone = 0 } = rows[0] ?? {}
  return { of, lacking: { administrators, everyone }, own: await hasSecondFactor(client, userId) }
}

/** Whose sign-in needs more than a password. */
export async function readWhoseFactor(client: Client, organizationId: number): Promise<SecondFactorOf> {
  const { rows } = await client.query<{ of: SecondFactorOf }>(
    'SELECT second_factor_of AS of FROM organization WHERE id = $1',
    [organizationId],
  )
  return rows[0]?.of ?? 'nobody'
}

/**
 * From the next request on it holds for who is signed in, too. Whoever asks it of others has one, so that they cannot shut
 * themselves out.
 * @throws Problem `forbidden`, `second-factor-first`
 */
export async function saveSecondFactorRule(
  api: Pool,
  caller: Caller,
  userId: string,
  of: SecondFactorOf,
): Promise<void> {
  mustGovern(caller, 'administrator')
  const { organizationId } = caller
  await inOrganization(api, organizationId, async (client) => {
    if (of !== 'nobody' && !(await hasSecondFactor(client, userId))) throw new Problem('second-factor-first')
    await client.query('UPDATE organization SET second_factor_of = $2 WHERE id = $1', [organizationId, of])
    await audit(client, {
      by: caller,
      verb: 'require-second-factor',
      noun: 'organization',
      details: { secondFactor: of },
    })
  })
}
