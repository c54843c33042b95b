import { createHash } from 'node:crypto'
import { legibility, legible, legibleOf } from '@kurenda/contract/colour'
import { inOrganization, type Client, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { audit, type Author } from './audit.ts'
import { readPicture } from './read-picture.ts'

/** How an office shows itself: its colour, and the address of its logo. */
export interface Brand {
  colour: string | null
  logo: string | null
}

export const logoLimitBytes = 512 * 1024
/** Pixels of either side. */
const [smallest, largest] = [32, 2000]

/** Where everyone finds a logo; a new one has a new address. */
const logoPath = (organizationId: number, version: string) => `/brand/${organizationId}/${version}`

export async function readBrand(client: Client, organizationId: number): Promise<Brand> {
  const { rows } = await client.query<{ colour: string | null; version: string | null }>(
    `SELECT o.colour, l.version FROM organization o LEFT JOIN organization_logo l ON l.organization_id = o.id WHERE o.id = $1`,
    [organizationId],
  )
  const { colour = null, version = null } = rows[0] ?? {}
  return { colour, logo: version === null ? null : logoPath(organizationId, version) }
}

/** What everyone may see. @throws Problem `not-found` */
export async function findLogo(
  api: Pool,
  organizationId: number,
  version: string,
): Promise<{ type: string; bytes: Buffer }> {
  const { rows } = await api.query<{ type: string; bytes: Buffer }>('SELECT type, bytes FROM find_logo($1, $2)', [
    organizationId,
    version,
  ])
  if (!rows[0]) throw new Problem('not-found')
  return rows[0]
}

/** Words in it and on it must be legible. @throws Problem `colour-illegible`, which names the nearest one that is */
export function mustBeLegible(colour: string): void {
  const ratio = legibility(colour)
  if (ratio >= legible) return
  const told = (Math.floor(ratio * 10) / 10).toFixed(1)
  throw new Problem('colour-illegible', { colour, ratio: told, nearest: legibleOf(colour) })
}

/** @throws Problem `logo-unreadable`, `logo-size` */
export async function saveLogo(api: Pool, author: Author, bytes: Buffer): Promise<Brand> {
  const picture = readPicture(bytes)
  if (!picture) throw new Problem('logo-unreadable')
  const { type, width, height } = picture
  if (Math.min(width, height) < smallest || Math.max(width, height) > largest)
    throw new Problem('logo-size', { width, height, smallest, largest })
  const { organizationId } = author
  const version = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
  return inOrganization(api, organizationId, async (client) => {
    await client.query(
      `INSERT INTO organization_logo (organization_id, type, bytes, version) VALUES ($1, $2, $3, $4)
       ON CONFLICT (organization_id) DO UPDATE SET type = excluded.type, bytes = excluded.bytes, version = excluded.version`,
      [organizationId, type, bytes, version],
    )
    await audit(client, { by: author, verb: 'change', noun: 'organization', details: { fields: ['logo'] } })
    return readBrand(client, organizationId)
  })
}

export async function removeLogo(api: Pool, author: Author): Promise<Brand> {
  const { organizationId } = author
  return inOrganization(api, organizationId, async (client) => {
    await client.query('DELETE FROM organization_logo WHERE organization_id = $1', [organizationId])
    await audit(client, { by: author, verb: 'change', noun: 'organization', details: { fields: ['logo'] } })
    return readBrand(client, organizationId)
  })
}
