import type { Seal } from '#platform/seal'

type Config = Record<string, unknown>

const of = (organizationId: number, field: string) => `channel of ${organizationId}, ${field}`

/** How a channel's settings are stored. @param secrets names of what nobody may read in the database */
export function sealSecrets(seal: Seal, organizationId: number, config: Config, secrets: readonly string[]): Config {
  return changed(config, (value, field) =>
    secrets.includes(field) && value !== '' ? seal.close(value, of(organizationId, field)) : value,
  )
}

/** The settings as its connector reads them. @throws SealBroken */
export function openSecrets(seal: Seal, organizationId: number, config: Config): Config {
  return changed(config, (value, field) => seal.open(value, of(organizationId, field)))
}

function changed(config: Config, change: (value: string, field: string) => string): Config {
  return Object.fromEntries(
    Object.entries(config).map(([field, value]) => [field, typeof value === 'string' ? change(value, field) : value]),
  )
}
