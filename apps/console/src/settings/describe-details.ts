import type { Unit } from '@kurenda/contract'
import type { i18n as I18n, TFunction } from 'i18next'
import { formatNumber } from '../format.ts'

interface Known {
  t: TFunction
  i18n: I18n
  units: readonly Unit[]
}

/** What an audit entry keeps besides the act itself, e.g. „z roli: redaktor · na rolę: kontroler”. */
export function describeDetails(details: string, known: Known): string {
  const read = JSON.parse(details) as Record<string, unknown>
  return Object.entries(read)
    .map(([name, value]) => describe(name, value, known))
    .filter(Boolean)
    .join(' · ')
}

/** Where nothing was chosen; of other things nothing needs saying then. */
const none = { approvalFrom: 'detail.noApproval', unit: 'settings.wholeOffice', units: 'detail.noUnits' } as const

function describe(name: string, value: unknown, known: Known): string {
  const { t, i18n } = known
  const isNone = value === null || (Array.isArray(value) && value.length === 0)
  if (isNone) return name in none ? t(none[name as keyof typeof none]) : ''
  const words = [value].flat().map((one) => wordOf(name, one, known))
  // What no catalogue knows yet is shown as it is.
  const text = words.join(', ')
  return String(
    i18n.t(`detail.${name}`, {
      value: text,
      count: typeof value === 'number' ? value : 0,
      defaultValue: `${name}: ${text}`,
    }),
  )
}

/** Of which catalogue a value is a word. */
const kinds: Readonly<Record<string, string>> = { role: 'role', from: 'role', to: 'role', scopes: 'scope' }

function wordOf(name: string, value: unknown, { t, i18n, units }: Known): string {
  if (name === 'unit' || name === 'units') {
    const unit = units.find(({ id }) => id === value)
    if (unit) return unit.name
  }
  if (typeof value === 'number') return formatNumber(value)
  if (value === '*') return t('settings.allScopes')
  const word = String(value)
  return i18n.t(`${kinds[name] ?? `detail.${name}`}.${word}`, { defaultValue: word })
}
