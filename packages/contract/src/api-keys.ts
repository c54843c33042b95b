import { z } from 'zod'
import { instant } from './paging.ts'

/** What one may do, as roles carry it and as a key's scopes name it. The server's table says which role may what. */
export const permission = z.enum([
  'audit:read',
  'broadcasts:approve',
  'broadcasts:emergency',
  'broadcasts:read',
  'broadcasts:send',
  'channels:manage',
  'channels:read',
  'contacts:export',
  'contacts:import',
  'contacts:read',
  'contacts:write',
  'conversations:assign',
  'conversations:read',
  'conversations:reply',
  'groups:manage',
  'keys:manage',
  'opt-outs:read',
  'opt-outs:write',
  'organization:read',
  'settings:manage',
  'staff:manage',
  'staff:read',
  'surveys:manage',
  'surveys:read',
  'surveys:respond',
  'templates:manage',
  'units:manage',
])
export type Permission = z.infer<typeof permission>

/** `POST /api-keys`. A key carries no more than its maker may do. */
export const newApiKey = z.object({
  name: z.string().trim().min(1).max(120),
  scopes: z.array(permission).min(1).max(permission.options.length),
  /** Without it the key holds until it is revoked. */
  expiresAt: instant.optional(),
})
export type NewApiKey = z.infer<typeof newApiKey>

export const apiKey = z
  .object({
    id: z.int(),
    name: z.string(),
    /** `*` is everything: the key of the command line on the town's own machine. */
    scopes: z.array(z.string()),
    createdAt: instant,
    expiresAt: instant.nullable(),
    revokedAt: instant.nullable(),
    /** The day of its last use, in UTC. */
    lastUsedOn: z.iso.date().nullable(),
  })
  .meta({ id: 'ApiKey' })
export type ApiKey = z.infer<typeof apiKey>
export const apiKeyList = z.object({ items: z.array(apiKey) })

/** The key itself is told this once. */
export const addedApiKey = apiKey.extend({ key: z.string() }).meta({ id: 'AddedApiKey' })

/** Requests that one key may make in a minute, at one api process; beyond it 429 with `Retry-After` in seconds. */
export const keyRequestsPerMinute = 1200
