/** What a role of the staff may do, one line a noun. An API key names the same permissions as its scopes; `*` is all. */
const everyone = ['administrator', 'editor', 'approver', 'duty_officer', 'agent', 'auditor'] as const
const senders = ['administrator', 'editor', 'approver', 'duty_officer'] as const

export type StaffRole = (typeof everyone)[number]

const allowed = {
  'broadcasts:approve': ['administrator', 'approver', 'duty_officer'],
  /** Alone, without a second person's approval. */
  'broadcasts:emergency': ['administrator', 'duty_officer'],
  'broadcasts:read': everyone,
  'broadcasts:send': senders,
  'channels:manage': ['administrator'],
  'channels:read': everyone,
  'contacts:export': ['administrator', 'editor'],
  'contacts:import': senders,
  'contacts:read': senders,
  'contacts:write': senders,
  'conversations:assign': [...senders, 'agent'],
  'conversations:read': everyone,
  'conversations:reply': [...senders, 'agent'],
  'opt-outs:read': [...senders, 'agent'],
  'opt-outs:write': [...senders, 'agent'],
  'organization:read': everyone,
  'settings:manage': ['administrator'],
  'staff:manage': ['administrator'],
  'templates:manage': ['administrator', 'editor'],
} as const satisfies Record<string, readonly StaffRole[]>

export type Permission = keyof typeof allowed

export const permissions = Object.keys(allowed) as readonly Permission[]

export const staffRoles: readonly StaffRole[] = everyone

/** Whether that role carries the permission; an unknown role carries none. */
export function roleMay(role: string, permission: Permission): boolean {
  const roles: readonly string[] = allowed[permission]
  return roles.includes(role)
}

/** Whether a key with those scopes carries the permission. */
export function scopesAllow(scopes: readonly string[], permission: Permission): boolean {
  return scopes.includes('*') || scopes.includes(permission)
}
