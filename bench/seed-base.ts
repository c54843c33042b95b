import { foldAudiences } from '#modules/audience'
import type { Pool } from '#platform/db'
import { seedConversations } from './seed-conversations.ts'
import { seedMessages, type Extent } from './seed-messages.ts'
import { seedPeople } from './seed-people.ts'
import { seedRecords } from './seed-records.ts'

const people = 1_000_000
const conversations = 200_000
const acts = 100_000

/**
 * A large town of a year, by COPY; what is there already stays.
 * @param about.me the e-mail address of whoever signs in, who has a share of the conversations
 */
export async function seedBase(
  superuser: Pool,
  organizationId: number,
  { me, now, extent, say }: { me: string; now: Date; extent: Extent; say: (line: string) => void },
): Promise<void> {
  const isEmpty = async (table: 'contact' | 'message') =>
    (await superuser.query(`SELECT FROM ${table} LIMIT 1`)).rowCount === 0
  if (await isEmpty('contact')) {
    say(`seeding ${people} contacts`)
    await seedPeople(superuser, organizationId, people)
    await superuser.query('VACUUM ANALYZE')
    // No trigger told of them.
    await superuser.query(
      'INSERT INTO audience_mark (organization_id, contacts) SELECT organization_id, array_agg(id) FROM contact GROUP BY organization_id, id >> 14',
    )
    await foldAudiences(superuser)
  }
  if (!(await isEmpty('message'))) return
  say(extent === 'lists' ? 'seeding broadcasts' : 'seeding 10000000 messages')
  const { channelId, broadcasts } = await seedMessages(superuser, organizationId, { people, now, extent })
  say(`seeding ${conversations} conversations`)
  const { rows } = await superuser.query<{ id: string }>('SELECT id FROM "user" WHERE email = $1', [me])
  await seedConversations(superuser, organizationId, conversations, { channelId, broadcasts, now }, rows[0]?.id ?? '')
  await seedRecords(superuser, organizationId, channelId, acts, now)
  await superuser.query('VACUUM ANALYZE')
  await superuser.query('CHECKPOINT')
}
