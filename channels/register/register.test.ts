import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { connectors } from './index.ts'

test.each(Object.keys(connectors))(
  'the connector %s lies in its folder and is tried by the conformance suite',
  async (type) => {
    expect(connectors[type]?.type).toBe(type)
    const suite = await readFile(new URL(`../${type}/conformance.test.ts`, import.meta.url), 'utf8')
    expect(suite).toContain(`conform('${type}'`)
  },
)
