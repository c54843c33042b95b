import { openPool, type RoleUrls } from '#platform/db'

export interface SimulatorAddress {
  host: string
  port: number
  systemId: string
  password: string
}

/** Points the demo town's channel at the simulator, wherever it listens this time. */
export async function connectSimulator(urls: RoleUrls, simulator: SimulatorAddress): Promise<void> {
  const engine = openPool(urls.engine, { max: 1, name: 'kurenda-demo' })
  try {
    await engine.query(
      `INSERT INTO channel (organization_id, name, type, config, sender)
       SELECT id, 'telefony próbne', 'smpp', $1, '+48600100200' FROM organization WHERE slug = 'przykladowo'
       ON CONFLICT (organization_id, name) DO UPDATE SET config = excluded.config, version = channel.version + 1
       WHERE channel.config <> excluded.config`,
      [JSON.stringify({ ...simulator, window: 50 })],
    )
  } finally {
    await engine.end()
  }
}
