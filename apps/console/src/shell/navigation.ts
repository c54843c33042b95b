import type { Me } from '@kurenda/contract'
import {
  IconChartBar,
  IconDeviceMobile,
  IconLayoutList,
  IconMessage2,
  IconSend,
  IconSettings,
  IconUsers,
  type Icon,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { Running, Unread } from './badges.tsx'

export interface Entry {
  to: '/' | '/inbox' | '/broadcasts' | '/surveys' | '/people' | '/phones' | '/settings'
  label: 'nav.home' | 'nav.inbox' | 'nav.broadcasts' | 'nav.surveys' | 'nav.people' | 'nav.phones' | 'nav.settings'
  icon: Icon
  may: Me['permissions'][number]
  /** Only in a made-up town. */
  demo?: boolean
  /** What waits there. */
  badge?: ComponentType
}

/** The menu, top to bottom; the command palette offers the same. */
const entries: readonly Entry[] = [
  { to: '/', label: 'nav.home', icon: IconLayoutList, may: 'organization:read' },
  { to: '/inbox', label: 'nav.inbox', icon: IconMessage2, may: 'conversations:read', badge: Unread },
  { to: '/broadcasts', label: 'nav.broadcasts', icon: IconSend, may: 'broadcasts:read', badge: Running },
  { to: '/surveys', label: 'nav.surveys', icon: IconChartBar, may: 'surveys:read' },
  { to: '/people', label: 'nav.people', icon: IconUsers, may: 'contacts:read' },
  { to: '/phones', label: 'nav.phones', icon: IconDeviceMobile, may: 'organization:read', demo: true },
  { to: '/settings', label: 'nav.settings', icon: IconSettings, may: 'organization:read' },
]

/** The entries for one who is signed in. */
export const entriesFor = (me: Me) =>
  entries.filter(({ may, demo }) => me.permissions.includes(may) && (!demo || me.demo))
