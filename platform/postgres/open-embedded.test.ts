import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { openEmbedded } from './open-embedded.ts'

const folder = mkdtempSync(join(tmpdir(), 'kurenda-embedded-'))
const cleanups: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
  rmSync(folder, { recursive: true, force: true })
})

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

describe('the embedded PostgreSQL', () => {
  test('sorts as Polish does, keeps what it committed through a crash, and is taken over when its supervisor is gone', async () => {
    const first = await openEmbedded(folder)
    cleanups.push(() => first.stop())

    expect(await ask(first.superuserUrl, `select t from unnest('{z,ż,a,ą,b,ł,l,ź}'::text[]) t order by t`)).toEqual(
      Array.from('aąbllłzźż').filter((letter, i, all) => all.indexOf(letter) === i),
    )
    expect(
      await ask(first.superuserUrl, `select current_setting('fsync'), current_setting('synchronous_commit')`),
    ).toEqual(['on', 'on'])
    expect(statSync(join(folder, 'secrets', 'postgres-superuser')).mode & 0o777).toBe(0o600)

    await ask(first.superuserUrl, 'create table kept (n int); ')
    await ask(first.superuserUrl, 'insert into kept values (1)')
    await first.restart({ mode: 'immediate' })
    expect(await ask(first.superuserUrl, 'select n from kept')).toEqual([1])

    const second = await openEmbedded(folder)
    expect(second.pid()).toBe(first.pid())
    expect(second.superuserUrl).toBe(first.superuserUrl)
    // Both, or the one that still wants it starts it again.
    await Promise.all([first.stop(), second.stop()])
    expect(() => process.kill(second.pid(), 0)).toThrow()
  })

  test('starts over a lock file whose process id belongs to another, on the port of last time', async () => {
    const first = await openEmbedded(folder, { durable: false })
    await first.stop()
    writeFileSync(join(folder, 'postgres', 'cluster', 'postmaster.pid'), `${process.pid}\n`)
    const second = await openEmbedded(folder, { durable: false })
    cleanups.push(() => second.stop())
    expect(second.port).toBe(first.port)
    expect(await ask(second.superuserUrl, 'select 1')).toEqual([1])
  })
})
