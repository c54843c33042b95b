import { buffer, text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { csvOf } from './csv-of.ts'

test('no cell is a formula, and a spreadsheet sees columns and Polish letters', async () => {
  async function* lines() {
    yield ['Żaneta', '=1+1']
  }
  expect((await buffer(csvOf(lines()))).toString()).toBe("\ufeffŻaneta;'=1+1\r\n")
})

test('an export whose source fails breaks off for its reader, and ends no process', async () => {
  async function* lines() {
    yield ['Anna']
    throw new Error('the database is away')
  }
  await expect(text(csvOf(lines()))).rejects.toThrow('the database is away')
})
