import type { FormField } from '@kurenda/channel'
import type { Connector, ConnectorField } from '@kurenda/contract'
import type { Language } from '#platform/i18n'
import { z } from 'zod'
import type { Connectors } from './connectors.ts'

const property = z.object({
  type: z.enum(['string', 'integer', 'number', 'boolean', 'array']),
  enum: z.array(z.string()).optional(),
  default: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
  field: z.custom<FormField>((value) => typeof value === 'object' && value !== null),
})
const shape = z.object({ properties: z.record(z.string(), property), required: z.array(z.string()).default([]) })

/** The settings form of every connector, drawn from the schema by which its configuration is checked. */
export function describeConnectors(connectors: Connectors, language: Language): Connector[] {
  return Object.values(connectors).map(({ type, config }) => {
    const { properties, required } = shape.parse(z.toJSONSchema(config, { io: 'input' }))
    return {
      type,
      fields: Object.entries(properties).map(([name, one]) => describe(name, one, required.includes(name), language)),
    }
  })
}

/** The names of what is written and never read back. */
export const secretsOf = (connectors: Connectors, type: string): string[] => namesOf(connectors, type, 'secret')

/** The names of what decides where the secrets go. */
export const guardsOf = (connectors: Connectors, type: string): string[] => namesOf(connectors, type, 'guards')

function namesOf(connectors: Connectors, type: string, mark: 'secret' | 'guards'): string[] {
  const found = describeConnectors(connectors, 'pl').find((one) => one.type === type)
  return found?.fields.filter((field) => field[mark]).map(({ name }) => name) ?? []
}

function describe(name: string, one: z.infer<typeof property>, required: boolean, language: Language): ConnectorField {
  const { field } = one
  const kind = one.enum ? 'choice' : one.type === 'string' ? (field.long ? 'lines' : 'text') : one.type
  return {
    name,
    kind: kind === 'array' ? 'list' : kind === 'integer' ? 'number' : kind,
    label: field.label[language],
    note: field.note?.[language] ?? null,
    required,
    secret: field.secret ?? false,
    guards: field.guards ?? false,
    rare: field.rare ?? false,
    default: one.default ?? null,
    minimum: one.minimum ?? null,
    maximum: one.maximum ?? null,
    maxLength: one.maxLength ?? null,
    choices: (one.enum ?? []).map((value) => ({ value, label: field.choices?.[value]?.[language] ?? value })),
  }
}
