import { draftContent } from '@kurenda/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addVersion, createTemplate } from '#modules/templates'
import { inOrganization, type Client } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { listBudgets, setBudget } from './budgets.ts'
import { confirmBroadcast, type ConfirmRequest } from './confirm-broadcast.ts'
import { createDraft } from './create-draft.ts'
import { expandBroadcast } from './expand-broadcast.ts'
import { prepareDraft } from './prepare-broadcast.ts'
import { previewBroadcast } from './preview-broadcast.ts'
import { readBroadcast } from './read-broadcasts.ts'
import { readDraft, readVersions } from './read-draft.ts'
import { reviewBroadcast } from './review-broadcast.ts'
import { saveDraft } from './save-draft.ts'
import { testBroadcast } from './test-broadcast.ts'
import { sendNow, undoBroadcast } from './undo-broadcast.ts'

const noon = new Date('2026-05-20T10:00:00Z')
const anna = { name: 'Anna Testowa', id: 'anna' }
const jan = { name: 'Jan Testowy', id: 'jan' }
const numbers = (count: number) => Array.from({ length: count }, (_, i) => `600${String(300_000 + i)}`).join('\n')

let db: TestDatabase
let templates = 0
beforeAll(async () => {
  db = await openTestDatabase()
  await db.owner.query("SELECT create_partitions('2026-05-01', 2)")
  await db.owner.query(
    `INSERT INTO unit (organization_id, id, name) OVERRIDING SYSTEM VALUE VALUES ($1, 7, 'Wodociągi'), ($1, 8, 'Oświata')`,
    [db.organizationId],
  )
})
afterAll(() => db.close())
beforeEach(async () => {
  await db.owner.query('TRUNCATE broadcast, broadcast_recipient, address, opt_out, budget, outbox, message CASCADE')
  await db.owner.query('UPDATE organization SET approval_from = NULL')
})

function asApi<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
  return inOrganization(db.api, db.organizationId, work)
}
const content = (more: object = {}) => draftContent.parse({ text: 'Hej', audience: { numbers: numbers(3) }, ...more })
function draft(more: object = {}): Promise<number> {
  const { organizationId } = db
  return asApi((client) => createDraft(client, { organizationId, content: content(more), by: anna, now: noon }))
}
function save(broadcastId: number, version: number, more: object, by = anna.name): Promise<number> {
  const { organizationId } = db
  return asApi((client) =>
    saveDraft(client, { organizationId, broadcastId, version, content: content(more), by, now: noon }),
  )
}
const prepare = (broadcastId: number) => prepareDraft(db.engine, { organizationId: db.organizationId, broadcastId })
function confirm(broadcastId: number, more: Partial<ConfirmRequest> = {}) {
  const { organizationId } = db
  return asApi((client) => confirmBroadcast(client, { organizationId, broadcastId, now: noon, ...more }))
}
function review(broadcastId: number, verdict: 'asked' | 'approved' | 'returned', by = anna, comment?: string) {
  const step = { organizationId: db.organizationId, broadcastId, by, now: noon, ...(comment && { comment }) }
  return asApi((client) => reviewBroadcast(client, verdict, step))
}
const stateOf = async (id: number) => (await asApi((client) => readBroadcast(client, db.organizationId, id))).state

describe('a draft', () => {
  const template = async (kind: 'broadcast' | 'reply', texts: object) =>
    (
      await asApi((client) =>
        createTemplate(client, db.organizationId, {
          name: `${kind} ${++templates}`,
          kind,
          texts,
          author: null,
          at: noon,
        }),
      )
    ).id
  const contentOf = async (id: number) => (await asApi((client) => readDraft(client, db.organizationId, id))).content

  it('takes the texts of a template and remembers which version they are; what was changed since stays changed', async () => {
    const id = await template('broadcast', { pl: 'Woda wróciła', en: 'The water is back' })
    const made = await draft({ text: '', template: { id } })
    expect(await contentOf(made)).toMatchObject({
      text: 'Woda wróciła',
      translations: { en: 'The water is back' },
      template: { id, version: 1 },
    })
    await asApi((client) =>
      addVersion(client, db.organizationId, id, { basedOn: 1, texts: { pl: 'Woda jest' }, author: null, at: noon }),
    )
    await save(made, 1, { text: 'Woda wróciła!', template: { id, version: 1 } })
    expect(await contentOf(made)).toMatchObject({ text: 'Woda wróciła!', template: { id, version: 1 } })
    await save(made, 2, { text: '', template: { id } })
    expect(await contentOf(made)).toMatchObject({ text: 'Woda jest', translations: {}, template: { id, version: 2 } })
    const { rows } = await db.owner.query('SELECT template_id, template_version FROM broadcast WHERE id = $1', [made])
    expect(rows).toEqual([{ template_id: id, template_version: 2 }])
    expect((await prepare(made)).recipients).toBe(3)
  })

  it('takes no template that is not for broadcasts, is not there, or was archived before it was used', async () => {
    const refused = { code: 'template-not-found' }
    await expect(draft({ text: '', template: { id: 999_999 } })).rejects.toMatchObject(refused)
    const reply = await template('reply', { pl: 'Dziękujemy' })
    await expect(draft({ text: '', template: { id: reply } })).rejects.toMatchObject(refused)
    const old = await template('broadcast', { pl: 'Stare' })
    await expect(draft({ text: '', template: { id: old, version: 2 } })).rejects.toMatchObject(refused)
    const used = await draft({ text: '', template: { id: old } })
    await db.owner.query('UPDATE template SET archived_at = now() WHERE id = $1', [old])
    await expect(draft({ text: '', template: { id: old } })).rejects.toMatchObject(refused)
    expect(await save(used, 1, { text: 'Stare, poprawione', template: { id: old, version: 1 } })).toBe(2)
  })

  it('keeps each saved version; saving the same again makes none', async () => {
    const id = await draft()
    expect(await save(id, 1, { text: 'Dzień dobry' })).toBe(2)
    expect(await save(id, 2, { text: 'Dzień dobry' })).toBe(2)
    const versions = await asApi((client) => readVersions(client, db.organizationId, id))
    expect(versions.map(({ version, content: { text } }) => [version, text])).toEqual([
      [2, 'Dzień dobry'],
      [1, 'Hej'],
    ])
  })

  it('is never overwritten silently: of two people the second is told who saved', async () => {
    const id = await draft()
    await save(id, 1, { text: 'Od Anny' }, anna.name)
    await expect(save(id, 1, { text: 'Od Jana' }, jan.name)).rejects.toMatchObject({
      code: 'draft-changed',
      params: { by: 'Anna Testowa', version: 2 },
    })
    expect((await asApi((client) => readDraft(client, db.organizationId, id))).content.text).toBe('Od Anny')
  })

  it('that was saved after it was counted has to be counted again', async () => {
    const id = await draft()
    expect(await prepare(id)).toMatchObject({ recipients: 3, parts: 3 })
    await save(id, 1, { text: 'Inaczej', audience: { numbers: numbers(5) } })
    await expect(confirm(id)).rejects.toMatchObject({ code: 'broadcast-not-prepared' })
    expect(await prepare(id)).toMatchObject({ recipients: 5 })
    await confirm(id)
  })

  it('is counted by one person at a time, and whoever comes second may try again', async () => {
    const id = await draft({ audience: { numbers: numbers(5000) } })
    const both = await Promise.allSettled([prepare(id), prepare(id)])
    const refused = both.filter((one) => one.status === 'rejected')
    expect(both.some((one) => one.status === 'fulfilled' && one.value.recipients === 5000)).toBe(true)
    for (const one of refused) expect(one.reason).toMatchObject({ code: 'broadcast-being-prepared' })
    expect((await prepare(id)).recipients).toBe(5000)
  })

  it('shows the text of a real person, and the longest', async () => {
    const id = await draft({ text: 'Twój numer: {{ telefon }}{% if telefon == "+48600300001" %}, ąąą{% endif %}' })
    await prepare(id)
    const look = (which: { position: number } | 'longest') =>
      asApi((client) => previewBroadcast(client, db.organizationId, id, which))
    expect(await look({ position: 2 })).toMatchObject({ of: 3, to: '+48600300002', text: 'Twój numer: +48600300002' })
    expect(await look({ position: 1 })).toMatchObject({ encoding: 'ucs2' })
    await expect(look({ position: 3 })).rejects.toMatchObject({ code: 'recipient-not-found' })
  })

  it('is tried on one’s own phone, marked, without a yes, and at most fifty times an hour', async () => {
    const id = await draft({ text: 'Numer {{ telefon }}' })
    const trial = (count: number, at = noon) =>
      testBroadcast(db, {
        organizationId: db.organizationId,
        broadcastId: id,
        numbers: Array.from({ length: count }, (_, i) => `60090000${i}`),
        position: 0,
        by: anna.name,
        now: at,
      })
    expect(await trial(1)).toBe(1)
    await prepare(id)
    expect(await trial(1)).toBe(1)
    const { rows } = await db.engine.query<{ text: string }>('SELECT text FROM message_body ORDER BY id')
    expect(rows.map((row) => row.text)).toEqual(['[PRÓBA] Numer (telefon)', '[PRÓBA] Numer +48600300000'])
    for (let i = 0; i < 9; i++) await trial(5)
    await expect(trial(5)).rejects.toMatchObject({ code: 'too-many-tests' })
    expect(await trial(5, new Date(noon.getTime() + 3_700_000))).toBe(5)
    expect(await stateOf(id)).toBe('draft')
  })
})

describe('a second person', () => {
  beforeEach(() => db.owner.query('UPDATE organization SET approval_from = 3'))

  it('approves what is big enough, never the author', async () => {
    const id = await draft()
    await prepare(id)
    await expect(confirm(id)).rejects.toMatchObject({ code: 'approval-needed' })
    await review(id, 'asked')
    await expect(review(id, 'approved', anna)).rejects.toMatchObject({ code: 'own-approval' })
    await review(id, 'approved', jan)
    expect(await confirm(id)).toMatchObject({ state: 'scheduled' })
  })

  it('returns it with a word; what is changed after the approval needs another', async () => {
    const id = await draft()
    await prepare(id)
    await review(id, 'asked')
    await review(id, 'returned', jan, 'Brakuje daty')
    expect(await stateOf(id)).toBe('draft')
    await review(id, 'asked')
    await review(id, 'approved', jan)
    await save(id, 1, { text: 'Z datą' })
    await prepare(id)
    await expect(confirm(id)).rejects.toMatchObject({ code: 'approval-needed' })
    const { reviews } = await asApi((client) => readDraft(client, db.organizationId, id))
    expect(reviews.map(({ verdict, comment }) => [verdict, comment])).toEqual([
      ['asked', null],
      ['returned', 'Brakuje daty'],
      ['asked', null],
      ['approved', null],
    ])
  })

  it('is not waited for in an emergency by who may send one alone', async () => {
    const id = await draft({ priority: 'emergency' })
    await prepare(id)
    await expect(confirm(id)).rejects.toMatchObject({ code: 'approval-needed' })
    await confirm(id, { mayAlone: true })
  })
})

describe('the yes', () => {
  it('is for the size that was seen: where it changed nothing is sent', async () => {
    const id = await draft()
    await prepare(id)
    await expect(confirm(id, { expected: { recipients: 4, parts: 4 } })).rejects.toMatchObject({ code: 'size-changed' })
    await confirm(id, { expected: { recipients: 3, parts: 3 } })
  })

  it('can be taken back in the undo window, and nobody gets anything', async () => {
    const id = await draft()
    await prepare(id)
    expect(await confirm(id, { undoSeconds: 60 })).toMatchObject({ sendAt: new Date('2026-05-20T10:01:00Z') })
    await asApi((client) => undoBroadcast(client, db.organizationId, id))
    expect(await stateOf(id)).toBe('draft')
    const clock = { now: () => new Date('2026-05-20T10:02:00Z'), monotonic: () => 0 }
    expect(await expandBroadcast(db.engine, clock, { organizationId: db.organizationId, broadcastId: id })).toBe(false)
    expect((await db.engine.query('SELECT FROM message')).rowCount).toBe(0)
    await confirm(id)
  })

  it('cannot be taken back once it went out; who is sure ends the window early', async () => {
    const id = await draft()
    await prepare(id)
    await confirm(id, { undoSeconds: 60 })
    const clock = { now: () => noon, monotonic: () => 0 }
    const about = { organizationId: db.organizationId, broadcastId: id }
    await expandBroadcast(db.engine, clock, about)
    expect((await db.engine.query('SELECT FROM message')).rowCount).toBe(0)
    await asApi((client) => sendNow(client, db.organizationId, id, noon))
    await expandBroadcast(db.engine, clock, about)
    await expect(asApi((client) => undoBroadcast(client, db.organizationId, id))).rejects.toMatchObject({
      code: 'too-late-to-undo',
    })
  })

  it('never waits in an emergency', async () => {
    const id = await draft({ priority: 'emergency' })
    await prepare(id)
    expect(await confirm(id, { undoSeconds: 60 })).toMatchObject({ sendAt: noon })
  })
})

describe('a budget', () => {
  const set = (amount: number, unit: number | null = null) =>
    asApi((client) => setBudget(client, db.organizationId, { unit, month: '2026-05', amount }))

  it('stops what no longer fits into the month, also when two are confirmed at one moment', async () => {
    // Three parts of 0.08 each.
    await set(4000)
    const ids = [await draft(), await draft()]
    for (const id of ids) await prepare(id)
    const both = await Promise.allSettled(ids.map((id) => confirm(id)))
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find((one) => one.status === 'rejected')?.reason).toMatchObject({
      code: 'budget-exceeded',
      params: { left: { amount: 0.16, currency: 'PLN' }, cost: { amount: 0.24, currency: 'PLN' } },
    })
    expect(await asApi((client) => listBudgets(client, db.organizationId))).toEqual([
      { unit: null, month: '2026-05', amount: 4000, spent: 2400 },
    ])
  })

  it('belongs to a unit of the organization, which then cannot go', async () => {
    await expect(set(1, 99)).rejects.toMatchObject({ code: 'unit-not-found' })
    await expect(draft({ unit: 99 })).rejects.toMatchObject({ code: 'unit-not-found' })
    await set(1, 8)
    await expect(db.owner.query('DELETE FROM unit WHERE id = 8')).rejects.toMatchObject({ code: '23503' })
    await db.owner.query('DELETE FROM budget WHERE unit_id = 8')
  })

  it('of a unit counts the unit’s own; an emergency goes out beyond every budget', async () => {
    await set(0, 7)
    const other = await draft({ unit: 8 })
    await prepare(other)
    await confirm(other)
    const own = await draft({ unit: 7 })
    await prepare(own)
    await expect(confirm(own)).rejects.toMatchObject({ code: 'budget-exceeded' })
    const emergency = await draft({ unit: 7, priority: 'emergency' })
    await prepare(emergency)
    await confirm(emergency)
  })
})
