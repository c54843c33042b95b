import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, secret } from '#platform/postgres'

/** Where the demo's provider listens, and how one signs in to it. */
export interface SimulatorSettings {
  host: string
  smppPort: number
  httpPort: number
  systemId: string
  password: string
}

/** The ports of the last start where they are free: what is stored of them then stays true. */
export async function simulatorSettings(dataDir: string): Promise<SimulatorSettings> {
  const file = join(dataDir, 'simulator-ports')
  const [smpp = 0, http = 0] = remembered(file)
  const smppPort = await freePort(smpp)
  const httpPort = await freePort(http)
  writeFileSync(file, `${smppPort} ${httpPort}\n`)
  return { host: '127.0.0.1', smppPort, httpPort, systemId: 'kurenda', password: secret(dataDir, 'simulator') }
}

function remembered(file: string): number[] {
  try {
    return readFileSync(file, 'utf8').trim().split(' ').map(Number)
  } catch {
    return []
  }
}
