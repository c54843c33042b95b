import type { Pool } from '#platform/db'

/** Makes an organization, or finds the one with that slug; its id. On the owner's pool. */
export async function createOrganization(owner: Pool, about: { slug: string; name: string }): Promise<number> {
  const { rows } = await owner.query<{ id: number }>(
    `INSERT INTO organization (slug, name) VALUES ($1, $2) ON CONFLICT (slug) DO UPDATE SET slug = excluded.slug RETURNING id`,
    [about.slug, about.name],
  )
  const id = rows[0]?.id
  if (id === undefined) throw new Error('The organization was not made.')
  return id
}
