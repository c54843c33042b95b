import { readFile } from 'node:fs/promises'
import type { FormField } from '@kurenda/channel'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { connectors } from './index.ts'

interface Described {
  field?: FormField
  enum?: string[]
}

test.each(Object.keys(connectors))(
  'the connector %s lies in its folder and is tried by the conformance suite',
  async (type) => {
    expect(connectors[type]?.type).toBe(type)
    const suite = await readFile(new URL(`../${type}/conformance.test.ts`, import.meta.url), 'utf8')
    expect(suite).toContain(`conform('${type}'`)
  },
)

test.each(Object.keys(connectors))('every setting of %s has its words in the form, in both languages', (type) => {
  const one = connectors[type]
  if (!one) throw new Error(type)
  const { properties } = z.toJSONSchema(one.config, { io: 'input' }) as { properties: Record<string, Described> }
  for (const [name, { field, enum: values = [] }] of Object.entries(properties)) {
    const words = [field?.label, ...values.map((value) => field?.choices?.[value])]
    for (const each of words)
      expect([name, each]).toEqual([name, { pl: expect.any(String) as string, en: expect.any(String) as string }])
  }
})

test.each(Object.keys(connectors))('%s says which of its settings decide where its secrets are sent', (type) => {
  const one = connectors[type]
  if (!one) throw new Error(type)
  const { properties } = z.toJSONSchema(one.config, { io: 'input' }) as { properties: Record<string, Described> }
  const fields = Object.values(properties).map(({ field }) => field)
  if (fields.some((field) => field?.secret)) expect(fields.some((field) => field?.guards)).toBe(true)
})
