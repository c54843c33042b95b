import type { Permission } from '@kurenda/contract'

/** The pages of the settings, and what one must be allowed to see them. */
export const sections = [
  { to: '/settings/channels', is: 'channels', may: 'channels:read' },
  { to: '/settings/team', is: 'team', may: 'staff:read' },
  { to: '/settings/templates', is: 'templates', may: 'conversations:read' },
  { to: '/settings/answers', is: 'answers', may: 'conversations:read' },
  { to: '/settings/queues', is: 'queues', may: 'conversations:read' },
  { to: '/settings/organization', is: 'organization', may: 'broadcasts:read' },
  { to: '/settings/keys', is: 'keys', may: 'keys:manage' },
  { to: '/settings/audit', is: 'audit', may: 'audit:read' },
  { to: '/settings/account', is: 'account', may: 'organization:read' },
] as const satisfies readonly { to: string; is: string; may: Permission }[]
