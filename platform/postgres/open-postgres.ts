import { openEmbedded } from './open-embedded.ts'
import type { Postgres } from './postgres.ts'

/**
 * The external server where its URL is given, else the embedded one in the data folder.
 * @param say is told what an administrator should know
 */
export async function openPostgres(
  dataDir: string,
  databaseUrl: string | undefined,
  say: (line: string) => void,
): Promise<Postgres> {
  return databaseUrl === undefined ? openEmbedded(dataDir, { say }) : openExternal(databaseUrl)
}

/** A server that somebody else runs (`DATABASE_URL`). */
function openExternal(url: string): Postgres {
  return { superuserUrl: url, port: Number(new URL(url).port || 5432), stop: async () => undefined }
}
