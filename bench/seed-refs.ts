import { transaction, type Pool } from '#platform/db'
import { buildIndexesAfter } from './build-indexes-after.ts'

/** The provider's reference of each seeded message that was submitted, of no shape that the sink gives. */
export async function seedRefs(superuser: Pool): Promise<void> {
  await transaction(superuser, async (client) => {
    await client.query("SET LOCAL maintenance_work_mem = '512MB'")
    await buildIndexesAfter(client, 'message_ref', () =>
      client.query(
        `INSERT INTO message_ref (channel_id, ref, day, organization_id, sent_on, message_id, part, refs)
         SELECT channel_id, md5(id::text), sent_on, organization_id, sent_on, id, 0, 1 FROM message WHERE submitted_at IS NOT NULL`,
      ),
    )
  })
}
