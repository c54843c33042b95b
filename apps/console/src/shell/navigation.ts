import type { Me } from '@kurenda/contract'
import {
  ChartColumnIcon,
  SmartphoneIcon,
  LayoutListIcon,
  MessageSquareTextIcon,
  SendIcon,
  SettingsIcon,
  UsersIcon,
  type LucideIcon,
} from 'lucide-react'
import type { ComponentType } from 'react'
import { Running, Unread } from './badges.tsx'

export interface Entry {
  to: '/' | '/inbox' | '/broadcasts' | '/surveys' | '/people' | '/phones' | '/settings'
  label: 'nav.home' | 'nav.inbox' | 'nav.broadcasts' | 'nav.surveys' | 'nav.people' | 'nav.phones' | 'nav.settings'
  icon: LucideIcon
  may: Me['permissions'][number]
  /** Only in a made-up town. */
  demo?: boolean
  /** What waits there. */
  badge?: ComponentType
}

/** The menu, top to bottom; the command palette offers the same. */
const entries: readonly Entry[] = [
  { to: '/', label: 'nav.home', icon: LayoutListIcon, may: 'organization:read' },
  { to: '/inbox', label: 'nav.inbox', icon: MessageSquareTextIcon, may: 'conversations:read', badge: Unread },
  { to: '/broadcasts', label: 'nav.broadcasts', icon: SendIcon, may: 'broadcasts:read', badge: Running },
  { to: '/surveys', label: 'nav.surveys', icon: ChartColumnIcon, may: 'surveys:read' },
  { to: '/people', label: 'nav.people', icon: UsersIcon, may: 'contacts:read' },
  { to: '/phones', label: 'nav.phones', icon: SmartphoneIcon, may: 'organization:read', demo: true },
  { to: '/settings', label: 'nav.settings', icon: SettingsIcon, may: 'organization:read' },
]

/** The entries for one who is signed in. */
export const entriesFor = (me: Me) =>
  entries.filter(({ may, demo }) => me.permissions.includes(may) && (!demo || me.demo))
