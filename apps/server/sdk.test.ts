import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations, type Client } from '@kurenda/sdk'
import { clerk, openTestApi, type TestApi } from './test-api.ts'

let api: TestApi
let client: Client

beforeAll(async () => {
  api = await openTestApi({ now: '2026-05-20T10:00:00Z' })
  client = await api.client()
})
afterAll(() => api.close())

test('a list is prepared from what is uploaded, confirmed once under its key, and read back', async () => {
  const { broadcasts } = client
  const list = new Blob(['Imię;Telefon\nAnna;600000101\nJan;600 000 102\nEwa;600000101\nZły;12\n']).stream()
  const prepared = await broadcasts.prepareList(list, { text: 'Dzień dobry {{ imie }}', channel: 'operator' })
  expect(prepared).toMatchObject({ recipients: 2, duplicates: 1, rejectedCount: 1, cost: { currency: 'PLN' } })
  const { broadcast: id } = prepared
  const first = await broadcasts.confirm(id, {}, { idempotencyKey: 'one' })
  expect(first).toMatchObject({ id, state: 'scheduled', totals: { queued: 2 } })
  expect(await broadcasts.confirm(id, {}, { idempotencyKey: 'one' })).toEqual(first)
  await expect(broadcasts.confirm(id)).rejects.toMatchObject({ code: 'broadcast-already-confirmed' })
  await expect(broadcasts.confirm(id, { quietHours: 'send' }, { idempotencyKey: 'one' })).rejects.toMatchObject({
    code: 'idempotency-mismatch',
  })
  expect(await broadcasts.pause(id)).toMatchObject({ state: 'paused' })
  expect(await broadcasts.resume(id)).toMatchObject({ state: 'scheduled' })
  expect(await broadcasts.cancel(id)).toMatchObject({ state: 'cancelled' })
})

test('an unknown variable is named together with the columns that there are', async () => {
  await expect(
    client.broadcasts.prepareList('telefon;imię\n600000101;Anna\n', { text: '{{ wiek }}' }),
  ).rejects.toMatchObject({ code: 'unknown-variable', params: { variables: ['wiek'] } })
})

test('a draft goes from its first word through a second person’s yes to its own, and back', async () => {
  const { broadcasts, groups, contacts, sendingRules } = client
  const colleague = await api.client()
  const group = await groups.create({ name: 'Odpady' })
  await contacts.create({ name: 'Anna', phones: ['600000111'], groups: [group.id] })
  await contacts.create({ name: 'Jan', phones: ['600000112'], groups: [group.id] })
  const rules = await sendingRules.get()
  expect(await sendingRules.save({ ...rules, approvalFrom: 2 })).toEqual({ ...rules, approvalFrom: 2 })

  const draft = await broadcasts.createDraft({
    text: 'Jutro odbior',
    channel: 'operator',
    audience: { groups: [group.id] },
  })
  const { id } = draft
  expect(draft).toMatchObject({ version: 1, state: 'draft', prepared: false })
  const content = { ...draft.content, text: 'Jutro odbiór odpadów' }
  expect(await broadcasts.saveDraft(id, { version: 1, content })).toMatchObject({ version: 2 })
  await expect(broadcasts.saveDraft(id, { version: 1, content: draft.content })).rejects.toMatchObject({
    code: 'draft-changed',
  })
  expect((await broadcasts.versions(id)).items.map(({ version }) => version)).toEqual([2, 1])

  const counted = await broadcasts.prepare(id)
  expect(counted).toMatchObject({ broadcast: id, recipients: 2, parts: 2 })
  expect(await broadcasts.getDraft(id)).toMatchObject({ prepared: true })
  expect(await broadcasts.preview(id, { position: 1 })).toMatchObject({ of: 2, text: 'Jutro odbiór odpadów', parts: 1 })
  expect(await broadcasts.test(id, { numbers: ['600000199'] })).toEqual({ sent: 1 })

  await expect(broadcasts.confirm(id)).rejects.toMatchObject({ code: 'approval-needed', params: { from: 2 } })
  expect(await broadcasts.review(id, { comment: 'Zerknij proszę' })).toMatchObject({ state: 'review' })
  await expect(broadcasts.approve(id)).rejects.toMatchObject({ code: 'own-approval' })
  expect(await colleague.broadcasts.return(id, { comment: 'Kiedy?' })).toMatchObject({ state: 'draft' })
  await broadcasts.review(id)
  expect(await colleague.broadcasts.approve(id)).toMatchObject({ state: 'approved' })

  await expect(broadcasts.confirm(id, { expected: { recipients: 1, parts: 1 } })).rejects.toMatchObject({
    code: 'size-changed',
    params: { recipients: 2 },
  })
  const seen = { recipients: counted.recipients, parts: counted.parts }
  expect(await broadcasts.confirm(id, { expected: seen })).toMatchObject({ state: 'scheduled', undoUntil: null })
  expect(await broadcasts.get(id)).toMatchObject({ state: 'scheduled', recipients: 2 })
  expect(await broadcasts.undo(id)).toMatchObject({ state: 'approved' })
  // In the console a yes waits for its undo; it need not be waited for.
  expect((await api.inConsole.broadcasts.confirm(id)).undoUntil).not.toBeNull()
  expect(await broadcasts.sendNow(id)).toMatchObject({ state: 'scheduled', undoUntil: null })
  expect((await broadcasts.getDraft(id)).reviews.map(({ verdict }) => verdict)).toEqual([
    'asked',
    'returned',
    'asked',
    'approved',
  ])
  expect((await broadcasts.list({ state: 'scheduled' })).items.map((one) => one.id)).toContain(id)
  await sendingRules.save(rules)
})

test('what failed is explained and sent again', async () => {
  const { broadcasts } = client
  const { id } = await broadcasts.createDraft({ text: 'Test', audience: { numbers: '600000121' } })
  await broadcasts.prepare(id)
  expect(await broadcasts.frequency(id)).toEqual({ recipients: 1, looked: 1, week: 0, month: 0, often: 0 })
  await broadcasts.confirm(id)
  expect(await broadcasts.failures(id)).toEqual({ items: [] })
  expect((await broadcasts.messages(id, { state: 'failed' })).items).toEqual([])
  expect(await broadcasts.resend(id, { what: 'failed' })).toEqual({ resent: 0 })
})

test('a broadcast is found by a word, tells its course, and is written as a file; the day has its figures', async () => {
  const { broadcasts, figures } = client
  const { id } = await broadcasts.createDraft({ name: 'Łąki', text: 'Koszenie', audience: { numbers: '600000125' } })
  const found = async (q: string) => (await broadcasts.list({ state: 'draft', q })).items.map((one) => one.id)
  expect([await found('ŁĄK'), await found('kosz'), await found('100%')]).toEqual([[id], [id], []])
  expect(await broadcasts.course(id)).toEqual({ items: [] })
  expect(await (await broadcasts.export(id)).text()).toContain('telefon;stan;')
  const { waiting, week } = await figures.today()
  expect([waiting, week.length, week.at(-1)?.day]).toEqual([0, 7, '2026-05-20'])
})

test('a series is made of a counted draft, paused, resumed and ended', async () => {
  const { broadcasts, series } = client
  const { id: draft } = await broadcasts.createDraft({ text: 'Co tydzień', audience: { numbers: '600000131' } })
  const rule = { every: 'week' as const, at: '09:00', weekdays: [1] }
  await expect(series.start({ draft, rule })).rejects.toMatchObject({ code: 'broadcast-not-prepared' })
  await broadcasts.prepare(draft)
  const started = await series.start({ draft, rule })
  // Monday in Warsaw, in summer.
  expect(started).toMatchObject({ state: 'running', nextAt: '2026-05-25T07:00:00.000Z', mostRecipients: 2 })
  const stateNow = async () => (await series.list()).items.find(({ id }) => id === started.id)?.state
  await series.pause(started.id)
  expect(await stateNow()).toBe('paused')
  await series.resume(started.id)
  expect(await stateNow()).toBe('running')
  await series.end(started.id)
  expect(await stateNow()).toBe('ended')
})

test('a yes beyond the month’s budget of its unit is refused in numbers', async () => {
  const { broadcasts, budgets, units } = client
  const unit = await units.create({ name: 'Wydział Komunikacji' })
  await budgets.set({ unit: unit.id, month: '2026-05', amount: 0.1 })
  const audience = { numbers: '600000141, 600000142' }
  const { id } = await broadcasts.createDraft({ text: 'Test', channel: 'operator', unit: unit.id, audience })
  await broadcasts.prepare(id)
  await expect(broadcasts.confirm(id)).rejects.toMatchObject({
    code: 'budget-exceeded',
    params: { cost: { amount: 0.16, currency: 'PLN' }, left: { amount: 0.1, currency: 'PLN' } },
  })
  await budgets.set({ unit: unit.id, month: '2026-05', amount: 1 })
  await broadcasts.confirm(id)
  expect((await budgets.list()).items).toContainEqual({ unit: unit.id, month: '2026-05', amount: 1, spent: 0.16 })
})

test('one message, or many at once, is taken once under its key; another one under that key is refused', async () => {
  const { messages } = client
  const hello = { to: '600000151', text: 'Dzień dobry' }
  const one = await messages.send(hello, { idempotencyKey: 'kod-1' })
  expect(await messages.send(hello, { idempotencyKey: 'kod-1' })).toEqual(one)
  await expect(messages.send({ ...hello, text: 'Inny' }, { idempotencyKey: 'kod-1' })).rejects.toMatchObject({
    status: 422,
    code: 'idempotency-mismatch',
  })
  expect(await messages.get(one.id)).toMatchObject({ to: '+48600000151', state: 'queued', text: 'Dzień dobry' })
  const both = { messages: [hello, { to: '12', text: 'Nikt' }] }
  const many = await messages.sendMany(both, { idempotencyKey: 'kod-2' })
  expect(await messages.sendMany(both, { idempotencyKey: 'kod-2' })).toEqual(many)
  expect(many).toMatchObject({ accepted: 1, refused: 1, messages: [{ to: '+48600000151' }, { to: '12' }] })
  await expect(messages.send({ to: '12', text: 'Nikt' })).rejects.toMatchObject({ status: 422 })
  await expect(messages.sendMany({ messages: [] })).rejects.toMatchObject({ code: 'invalid-request' })
  // Each call is under a key of its own: two equal texts are two.
  expect((await messages.send(hello)).id).not.toBe((await messages.send(hello)).id)
})

test('a channel is added with its password, which is never shown; its trace is kept for some minutes', async () => {
  const { channels } = client
  const config = { host: '127.0.0.1', port: 2775, systemId: 'u', password: 'tajne' }
  const channel = { type: 'smpp', name: 'nowy', sender: '48 600 100 202', config }
  const saved = await channels.save(channel)
  expect(saved).toMatchObject({ name: 'nowy', sender: '+48600100202', status: { is: 'down' } })
  expect(JSON.stringify((await channels.list()).items)).not.toContain('tajne')
  await expect(channels.save({ ...channel, config: { ...config, port: 0 } })).rejects.toMatchObject({
    code: 'channel-config',
  })
  const until = '2026-05-20T10:10:00.000Z'
  expect(await channels.keepTrace(saved.id)).toEqual({ tracedUntil: until })
  expect(await channels.trace(saved.id, { errors: true })).toEqual({ tracedUntil: until, items: [], next: null })
  // As a gateway writes it.
  await api.db.engine.query(
    `INSERT INTO channel_lease (channel_id, until, status) VALUES ($1, 'infinity', '{"is": "up"}')`,
    [saved.id],
  )
  expect(await channels.test(saved.id)).toEqual({ ok: true, status: { is: 'up' } })
})

test('staff are invited, added, moved between units, let go and taken back', async () => {
  const { staff, invitations, units } = client
  const invited = await invitations.create({ email: 'ewa@testowa.example', name: 'Ewa', role: 'agent' })
  expect(invited).toMatchObject({ mailed: false, link: expect.stringContaining('/console/welcome#') as string })
  expect((await invitations.list()).items).toMatchObject([{ id: invited.id }])
  await invitations.revoke(invited.id)
  expect((await invitations.list()).items).toEqual([])
  const person = {
    email: 'jan@testowa.example',
    name: 'Jan',
    role: 'agent' as const,
    password: 'cztery-konie-na-rynku',
  }
  const { id } = await staff.add(person)
  const unit = await units.create({ name: 'Drogi' })
  expect(await units.change(unit.id, { name: 'Ulice' })).toMatchObject({ name: 'Ulice' })
  expect(await staff.change(id, { role: 'editor', unitIds: [unit.id] })).toMatchObject({ role: 'editor' })
  expect((await units.list()).items).toContainEqual({ id: unit.id, name: 'Ulice', staff: 1 })
  await units.remove(unit.id)
  expect(await staff.get(id)).toMatchObject({ unitIds: [] })
  expect(await staff.deactivate(id)).toMatchObject({ active: false })
  expect(await staff.reactivate(id)).toMatchObject({ active: true })
  expect(await staff.resetPassword(id)).toMatchObject({ mailed: false })
  expect(await staff.resetSecondFactor(id)).toEqual({ done: true })
  const emails = []
  for await (const { email } of staff.list({ limit: 1 })) emails.push(email)
  expect(emails.sort()).toEqual([person.email, clerk.email])
})

test('a key does what its scopes say and no more, and nothing once it is revoked', async () => {
  const { key, id } = await client.apiKeys.create({ name: 'BIP', scopes: ['broadcasts:read'] })
  const reader = await api.client({ key })
  expect((await reader.broadcasts.list({ limit: 1 })).items).toHaveLength(1)
  await expect(reader.broadcasts.pause(1)).rejects.toMatchObject({
    status: 403,
    code: 'forbidden',
    params: { permission: 'broadcasts:send' },
  })
  expect((await client.apiKeys.list()).items.find((one) => one.id === id)).toMatchObject({ name: 'BIP' })
  expect((await client.apiKeys.revoke(id)).revokedAt).not.toBeNull()
  await expect(reader.broadcasts.list()).rejects.toMatchObject({ status: 401, code: 'api-key-needed' })
})

test('the audit is read to its beginning, without a gap, and fits', async () => {
  const entries = []
  for await (const entry of client.audit.list({ limit: 5 })) entries.push(entry)
  expect(entries.length).toBeGreaterThan(5)
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => entries.length - i))
  expect(await client.audit.verify({ head: entries[0]?.hash })).toMatchObject({
    ok: true,
    entries: entries.length,
    anchor: { seq: entries.length },
  })
})

test('status tells what waits', async () => {
  expect(await client.status.get()).toMatchObject({
    organization: 'Gmina Testowa',
    database: 'up',
    inboundWaiting: { count: 0 },
  })
})

test('a call is given up when its signal says so', async () => {
  await expect(client.status.get({ signal: AbortSignal.abort(new Error('dość')) })).rejects.toThrow('dość')
})

test('every call of the client was answered here, but those of people, conversations and surveys, which have tests of their own', () => {
  const elsewhere = ['audience', 'contactFields', 'contacts', 'groups', 'imports', 'optOuts', 'segments'].concat([
    'conversations',
    'dialogueHooks',
    'dialogues',
    'surveys',
    'keywords',
    'officeHours',
    'queues',
    'templates',
  ])
  const nouns = Object.keys(operations).filter((noun) => !elsewhere.includes(noun)) as (keyof Client)[]
  expect(api.notAnswered(nouns)).toEqual([])
})
