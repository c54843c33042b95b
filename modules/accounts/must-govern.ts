import { Problem } from '#platform/errors'
import type { Caller } from './caller.ts'
import { permissionsOf } from './permissions.ts'

/**
 * Nobody lifts another, or takes over an account, above what they may do themselves: a key that only manages staff makes no
 * administrator.
 * @throws Problem `forbidden` that names what they lack
 */
export function mustGovern(caller: Caller, role: string): void {
  const lacking = permissionsOf(role).find((permission) => !caller.may(permission))
  if (lacking !== undefined) throw new Problem('forbidden', { permission: lacking })
}
