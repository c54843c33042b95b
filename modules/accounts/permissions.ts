import { permission, staffRole, type Permission, type StaffRole } from '@kurenda/contract'

export type { Permission, StaffRole }

/** What a role of the staff may do, one line a noun. An API key names the same permissions as its scopes; `*` is all. */
const everyone = staffRole.options
const senders = ['administrator', 'editor', 'approver', 'duty_officer'] as const
const writers = ['administrator', 'editor'] as const

const allowed: Record<Permission, readonly StaffRole[]> = {
  'audit:read': ['administrator', 'auditor'],
  'broadcasts:approve': ['administrator', 'approver', 'duty_officer'],
  /** Alone, without a second person's approval. */
  'broadcasts:emergency': ['administrator', 'duty_officer'],
  'broadcasts:read': everyone,
  'broadcasts:send': senders,
  'channels:manage': ['administrator'],
  'channels:read': everyone,
  'contacts:export': writers,
  'contacts:import': senders,
  'contacts:read': senders,
  'contacts:write': senders,
  'conversations:assign': [...senders, 'agent'],
  'conversations:read': everyone,
  'conversations:reply': [...senders, 'agent'],
  'groups:manage': writers,
  'keys:manage': ['administrator'],
  'opt-outs:read': [...senders, 'agent'],
  'opt-outs:write': [...senders, 'agent'],
  'organization:read': everyone,
  'settings:manage': ['administrator'],
  'staff:manage': ['administrator'],
  'staff:read': everyone,
  'surveys:manage': writers,
  'surveys:read': everyone,
  /** Entering what people answered on paper. */
  'surveys:respond': [...senders, 'agent'],
  'templates:manage': writers,
  'units:manage': ['administrator'],
}

export const permissions = permission.options

export const staffRoles: readonly StaffRole[] = everyone

/** Whether that role carries the permission; an unknown role carries none. */
export function roleMay(role: string, permission: Permission): boolean {
  const roles: readonly string[] = allowed[permission]
  return roles.includes(role)
}

/** All that the role carries. */
export function permissionsOf(role: string): Permission[] {
  return permissions.filter((permission) => roleMay(role, permission))
}

/** Whether a key with those scopes carries the permission. */
export function scopesAllow(scopes: readonly string[], permission: Permission): boolean {
  return scopes.includes('*') || scopes.includes(permission)
}
