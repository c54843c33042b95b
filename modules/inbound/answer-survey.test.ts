import { createHash } from 'node:crypto'
import { surveyContent, type NewSurvey } from '@kurenda/contract'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { forgetHeard, forgetSessions, moveDialogue, tickDialogues } from '#modules/dialogues'
import { createSurvey, foldTallies, keepAnswers, saveSurvey } from '#modules/surveys'
import { TestClock } from '#platform/clock'
import { inOrganization, transaction } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { forgetDigests } from './forget-digests.ts'
import { receiveIncoming } from './receive-incoming.ts'
import { routeWaiting } from './route-waiting.ts'

let db: TestDatabase
let clock: TestClock
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())
beforeEach(async () => {
  clock = new TestClock('2026-11-03T10:00:00Z')
  await db.owner.query(`SELECT create_partitions('2026-10-01', 3)`)
  await db.owner.query(
    'TRUNCATE inbound, conversation, conversation_entry, opt_out, consent_event, keyword, message, message_body, dispatch_chunk, outbox, contact, contact_group, contact_address, group_member, address, dialogue, dialogue_version, dialogue_session, survey, survey_response, survey_text, survey_tally CASCADE',
  )
})

const ann = '+48600100301'
const jan = '+48600100302'
const park: NewSurvey = {
  title: { pl: 'Park' },
  keyword: 'park',
  questions: [
    { id: 'visits', kind: 'yes-no', text: { pl: 'Czy bywasz w parku?' }, goTo: [{ when: { is: false }, then: 'why' }] },
    { id: 'mark', kind: 'csat', text: { pl: 'Jak oceniasz park?' }, next: 'end' },
    { id: 'why', kind: 'text', text: { pl: 'Dlaczego nie?' }, required: false },
  ],
}

async function open(content: NewSurvey = park): Promise<number> {
  const { organizationId } = db
  return inOrganization(db.api, organizationId, async (client) => {
    const save = { organizationId, content: surveyContent.parse(content), by: 'Ewa', now: clock.now() }
    const id = await createSurvey(client, save)
    await moveDialogue(client, organizationId, id, 'open', clock.now())
    return id
  })
}

/** A text a minute. */
async function write(from: string, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    clock.advance(60_000)
    await deliver(from, text)
    await routeWaiting(db.pipelined, clock)
  }
}
function deliver(from: string, text: string, connection = 'a'): Promise<void> {
  return transaction(db.engine, (client) =>
    receiveIncoming(client, db, [
      { is: 'message', from, to: '48600100200', content: { text }, connection, at: clock.now() },
    ]),
  )
}
async function sent(): Promise<string[]> {
  const { rows } = await db.engine.query<{ text: string }>('SELECT text FROM message_body ORDER BY id')
  return rows.map((row) => row.text)
}
async function routes(): Promise<(string | null)[]> {
  const { rows } = await db.engine.query<{ route: string | null }>('SELECT route FROM inbound ORDER BY id')
  return rows.map((row) => row.route)
}
async function responses(): Promise<unknown[]> {
  const { rows } = await db.engine.query<Record<string, unknown>>(
    'SELECT channel, ending, answers, address_id IS NOT NULL AS known FROM survey_response ORDER BY id',
  )
  return rows
}
async function tally(survey: number): Promise<Record<string, number>> {
  const { rows } = await db.engine.query<{ name: string; count: number }>(
    `SELECT question || ':' || choice AS name, sum(count)::int AS count FROM survey_tally
     WHERE survey_id = $1 AND aspect = '' GROUP BY 1 HAVING sum(count) <> 0 ORDER BY 1`,
    [survey],
  )
  return Object.fromEntries(rows.map((row) => [row.name, row.count]))
}

/** As a broadcast that put the survey's first question leaves it. */
async function ask(survey: number, number: string): Promise<void> {
  const day = '2026-11-03'
  await db.owner.query(
    `WITH b AS (INSERT INTO broadcast (organization_id, name, template, channel_id, sender, state, sent_on, dialogue_id, dialogue_version)
       VALUES ($1, 'Ankieta', 'Czy?', $2, '+48600100200', 'finished', $3, $4, 1) RETURNING id),
     a AS (INSERT INTO address (organization_id, value) VALUES ($1, $5)
       ON CONFLICT (organization_id, kind, value) DO UPDATE SET value = excluded.value RETURNING id)
     INSERT INTO message (organization_id, sent_on, id, broadcast_id, address_id, channel_id, state, parts, submitted_at)
     SELECT $1, $3, nextval('message_block'), b.id, a.id, $2, 2, 1, $6 FROM a, b`,
    [db.organizationId, db.channelId, day, survey, number, clock.now()],
  )
}

it('who answers a broadcast that put the first question is led through the survey, and nothing lies in the inbox', async () => {
  const survey = await open()
  await ask(survey, ann)
  await write(ann, 'TAK poproszę', 'piątka', 'dziękuję bardzo')
  expect(await sent()).toEqual([
    'Jak oceniasz park?\n1 – bardzo źle, 5 – bardzo dobrze\nOdpisz liczbą od 1 do 5.',
    'Dziękujemy za odpowiedzi!',
  ])
  expect(await responses()).toEqual([
    { channel: 'sms', ending: 'done', answers: { visits: true, mark: 5 }, known: true },
  ])
  expect(await tally(survey)).toEqual({
    ':complete': 1, ':started': 1, 'mark:': 1, 'mark:5': 1, 'visits:': 1, 'visits:yes': 1,
  }) // oxfmt-ignore
  expect(await routes()).toEqual(['dialogue', 'dialogue', 'reply'])
  const { rows } = await db.engine.query('SELECT unread FROM conversation')
  expect(rows).toEqual([{ unread: 1 }])
})

it('an answer counts that comes before the response to the submit is stored, and none of whom the question has not left for', async () => {
  const survey = await open()
  for (const number of [ann, jan]) await ask(survey, number)
  await db.owner.query('UPDATE message SET state = 0, submitted_at = NULL')
  await db.owner.query(
    `INSERT INTO dispatch_chunk (organization_id, channel_id, sent_on, broadcast_id, priority, not_before, first_id, last_id, mark, fence)
     SELECT organization_id, channel_id, sent_on, broadcast_id, 0, $2, id, id, id - (address_id <> a)::int, 1
     FROM message, (SELECT id AS a FROM address WHERE value = $1) x`,
    [ann, clock.now()],
  )
  await write(ann, 'tak')
  await write(jan, 'tak')
  expect(await routes()).toEqual(['dialogue', 'inbox'])
  expect(await tally(survey)).toMatchObject({ ':started': 1, 'visits:yes': 1 })
})

it('no session is kept for who was asked and did not answer', async () => {
  await ask(await open(), ann)
  expect((await db.engine.query('SELECT FROM dialogue_session')).rowCount).toBe(0)
})

it('the same text delivered three times counts once, on a broken connection and within one', async () => {
  const survey = await open({ ...park, questions: [
    { id: 'a', kind: 'scale', text: { pl: 'A?' } }, { id: 'b', kind: 'scale', text: { pl: 'B?' } }, { id: 'c', kind: 'scale', text: { pl: 'C?' } },
  ] }) // oxfmt-ignore
  await ask(survey, ann)
  clock.advance(60_000)
  for (const connection of ['a', 'b', 'a']) await deliver(ann, '4', connection)
  await routeWaiting(db.pipelined, clock)
  clock.advance(2_000)
  await deliver(ann, '4', 'b')
  await deliver(ann, '4')
  await routeWaiting(db.pipelined, clock)
  expect(await tally(survey)).toEqual({ ':started': 1, 'a:': 1, 'a:4': 1 })
  expect(await routes()).toEqual(['dialogue', 'repeated', 'repeated'])
  expect(await sent()).toHaveLength(1)
  await write(ann, '4')
  expect(await tally(survey)).toMatchObject({ 'a:4': 1, 'b:4': 1 })
})

it('STOP in the middle of a survey ends it and opts out, what was answered stays, and nothing more is sent', async () => {
  const survey = await open({ ...park, remindAfterDays: 1 })
  await ask(survey, ann)
  await write(ann, 'tak', 'STOP', '5')
  expect(await sent()).toEqual([
    'Jak oceniasz park?\n1 – bardzo źle, 5 – bardzo dobrze\nOdpisz liczbą od 1 do 5.',
    'Wypisano. Nie będziemy już pisać. Aby wrócić, napisz START.',
  ])
  expect((await db.engine.query('SELECT FROM opt_out')).rowCount).toBe(1)
  expect(await responses()).toMatchObject([{ ending: 'left', answers: { visits: true } }])
  clock.advance(3 * 86_400_000)
  await tickDialogues(db.engine, clock, keepAnswers)
  expect(await sent()).toHaveLength(2)
})

it('an answer a second after closing gets a kind word once, and is not counted', async () => {
  const survey = await open({ ...park, closesAt: '2026-11-03T10:05:00Z' })
  await ask(survey, ann)
  await ask(survey, jan)
  clock.advance(4 * 60_000)
  await deliver(ann, 'tak')
  clock.advance(61_000)
  // It came before the closing and is routed after it.
  await routeWaiting(db.pipelined, clock)
  expect(await tally(survey)).toMatchObject({ 'visits:yes': 1 })
  await deliver(jan, 'tak')
  await routeWaiting(db.pipelined, clock)
  expect((await sent()).at(-1)).toBe('Dziękujemy! „Park” już zamknięta, nie możemy doliczyć tej odpowiedzi.')
  const before = await sent()
  clock.advance(60_000)
  await tickDialogues(db.engine, clock, keepAnswers)
  await write(jan, 'ale ja chcę!')
  expect(await sent()).toEqual(before)
  expect(await tally(survey)).toEqual({ ':started': 1, 'visits:': 1, 'visits:yes': 1 })
  expect(await responses()).toMatchObject([{ ending: 'closed', answers: { visits: true } }])
})

it('of two surveys open at once the one asked last is answered, a keyword names the other, and after the end of one the other is put again', async () => {
  const first = await open()
  const second = await open({
    title: { pl: 'Festyn' },
    keyword: 'festyn',
    questions: [
      { id: 'came', kind: 'yes-no', text: { pl: 'Czy byłaś?' } },
      { id: 'mark', kind: 'scale', text: { pl: 'Ocena?' } },
    ],
  })
  await ask(first, ann)
  clock.advance(3_600_000)
  await ask(second, ann)
  await write(ann, 'tak')
  expect(await tally(second)).toMatchObject({ 'came:yes': 1 })
  await write(ann, 'PARK nie')
  expect(await tally(first)).toMatchObject({ 'visits:no': 1 })
  await write(ann, 'Psy biegają bez smyczy')
  expect((await sent()).at(-1)).toBe('Dziękujemy za odpowiedzi!\nOcena?\nOdpisz liczbą od 1 do 5.')
  await write(ann, '3')
  expect(await tally(first)).toEqual({ ':complete': 1, ':started': 1, 'visits:': 1, 'visits:no': 1, 'why:': 1 })
  expect(await tally(second)).toMatchObject({ ':complete': 1, 'came:yes': 1, 'mark:3': 1 })
  const { rows } = await db.engine.query('SELECT text FROM survey_text')
  expect(rows).toEqual([{ text: 'Psy biegają bez smyczy' }])
})

it('a keyword begins a survey, and one response a person is one', async () => {
  const survey = await open()
  await write(ann, 'PARK', 'tak', '4', 'park')
  expect((await sent()).at(-1)).toBe('Dziękujemy! Mamy już odpowiedź z tego numeru: „Park”.')
  await ask(survey, ann)
  await write(ann, 'nie')
  expect(await tally(survey)).toMatchObject({ ':complete': 1, 'visits:yes': 1 })
  expect(await tally(survey)).not.toHaveProperty('visits:no')
})

it('emoji, insults and ten parts are heard: one helpful retry, then a person', async () => {
  await open()
  await write(ann, 'PARK', '🤬🤬', 'co to za bzdury')
  expect((await sent()).slice(1)).toEqual([expect.stringContaining('TAK'), expect.stringMatching(/./)])
  const { rows } = await db.engine.query('SELECT state, unread FROM conversation')
  expect(rows).toMatchObject([{ state: 'waiting', unread: 1 }])
  await write(jan, 'PARK', 'nie', 'x'.repeat(1530))
  expect(await responses()).toMatchObject([{ answers: { visits: false, why: 'x'.repeat(1530) } }])
})

it('of an anonymous survey nothing tells who answered what', async () => {
  const survey = await open({ ...park, anonymous: true })
  await ask(survey, ann)
  await write(ann, 'nie', 'Bo tak', 'Bo tak')
  expect(await responses()).toEqual([
    { channel: 'sms', ending: 'done', answers: { visits: false, why: 'Bo tak' }, known: false },
  ])
  const { rows: texts } = await db.engine.query('SELECT text FROM inbound ORDER BY id')
  expect(texts.slice(0, 2)).toEqual([{ text: '' }, { text: '' }])
  const { rows } = await db.engine.query(
    `SELECT (SELECT count(*)::int FROM dialogue_session s JOIN survey_response r ON r.id = s.id) AS linked,
       (SELECT count(*)::int FROM dialogue_session WHERE state IS NOT NULL) AS kept,
       (SELECT count(*)::int FROM conversation_entry WHERE text IN ('nie', 'Bo tak') AND direction = 'in') AS entries`,
  )
  expect(rows).toEqual([{ linked: 0, kept: 0, entries: 1 }])
  expect(await tally(survey)).toMatchObject({ ':complete': 1, 'visits:no': 1, 'why:': 1 })
})

it('nobody finds out by guessing what an anonymous answer was, once it can be no repetition any more', async () => {
  const survey = await open({ ...park, anonymous: true })
  await ask(survey, ann)
  await write(ann, 'nie', 'Bo tak')
  const guesses = ['nie', 'Bo tak'].map((word) => createHash('sha256').update(word).digest())
  const guessed = async () => {
    const { rows } = await db.engine.query<{ found: number }>(
      `SELECT (SELECT count(*)::int FROM inbound WHERE digest = ANY($1)) + (SELECT count(*)::int FROM dialogue_session WHERE heard = ANY($2)) AS found`,
      [guesses, guesses.map((hash) => hash.toString('base64').slice(0, 11))],
    )
    return rows[0]?.found
  }
  const forget = async () => {
    await forgetDigests(db.engine, clock.now())
    await forgetHeard(db.engine, clock.now())
  }
  await forget()
  await deliver(ann, 'Bo tak', 'another connection')
  expect(await routes()).toEqual(['dialogue', 'dialogue'])
  clock.advance(301_000)
  await forget()
  expect(await guessed()).toBe(0)
  await write(jan, 'Bo tak')
  clock.advance(3_600_000)
  await forget()
  expect(await guessed()).toBe(1)
})

it('a session is deleted 14 days after its end, and where one answers only once 90 days after the closing', async () => {
  const [once, often] = [await open(), await open({ ...park, keyword: 'plac', once: false })]
  await write(ann, 'PARK', 'tak', '4', 'PLAC', 'tak', '4', 'PLAC', 'tak')
  const kept = async () => {
    const { rows } = await db.engine.query<{ survey: number; over: boolean }>(
      'SELECT dialogue_id AS survey, ended_at IS NOT NULL AS over FROM dialogue_session ORDER BY id',
    )
    return rows
  }
  clock.advance(13 * 86_400_000)
  expect(await forgetSessions(db.engine, clock.now())).toBe(0)
  clock.advance(2 * 86_400_000)
  expect(await forgetSessions(db.engine, clock.now())).toBe(1)
  expect(await kept()).toEqual([
    { survey: once, over: true },
    { survey: often, over: false },
  ])
  await inOrganization(db.api, db.organizationId, (client) =>
    moveDialogue(client, db.organizationId, once, 'close', clock.now()),
  )
  clock.advance(80 * 86_400_000)
  await tickDialogues(db.engine, clock, keepAnswers)
  // The other was given up after 30 days without a word; what was answered stays.
  expect(await kept()).toEqual([{ survey: once, over: true }, { survey: often, over: true }]) // oxfmt-ignore
  expect(await forgetSessions(db.engine, clock.now())).toBe(0)
  clock.advance(15 * 86_400_000)
  expect(await forgetSessions(db.engine, clock.now())).toBe(2)
  expect(await responses()).toHaveLength(3)
})

it('who is in the middle ends on the version they began with', async () => {
  const survey = await open()
  await ask(survey, ann)
  await write(ann, 'tak')
  const [mark, why] = [park.questions[1], park.questions[2]]
  const content = surveyContent.parse({
    ...park,
    questions: [{ id: 'other', kind: 'text', text: { pl: 'Coś innego?' } }, mark, why],
  })
  const save = { organizationId: db.organizationId, content, by: 'Jan', now: clock.now() }
  await inOrganization(db.api, db.organizationId, (client) => saveSurvey(client, survey, 1, save))
  await write(ann, '5')
  await write(jan, 'PARK')
  expect((await sent()).slice(-2)).toEqual(['Dziękujemy za odpowiedzi!', 'Coś innego?'])
})

it('two who edit one survey never overwrite each other unseen', async () => {
  const survey = await open()
  const save = (by: string) =>
    inOrganization(db.api, db.organizationId, (client) =>
      saveSurvey(client, survey, 1, {
        organizationId: db.organizationId,
        content: surveyContent.parse(park),
        by,
        now: clock.now(),
      }),
    )
  const [first, second] = await Promise.allSettled([save('Ewa'), save('Jan')])
  const outcomes = [first, second].map((one) => one.status).sort()
  expect(outcomes).toEqual(['fulfilled', 'rejected'])
  await expect(save('Ola')).rejects.toMatchObject({ code: 'dialogue-changed', params: { version: 2 } })
})

it('a quota is kept exactly: whoever has no place gets a kind word, and nothing of theirs is counted', async () => {
  const survey = await open({ ...park, quotas: [{ question: 'mark', choice: '5', most: 1 }], mostResponses: 2 })
  for (const number of [ann, jan, '+48600100303', '+48600100304']) await ask(survey, number)
  await write(ann, 'tak', '5')
  await write(jan, 'tak', '5')
  expect((await sent()).at(-1)).toBe('Dziękujemy! „Park”: mamy już komplet odpowiedzi.')
  expect(await tally(survey)).toEqual({
    ':complete': 1, ':started': 1, 'mark:': 1, 'mark:5': 1, 'visits:': 1, 'visits:yes': 1,
  }) // oxfmt-ignore
  await write('+48600100303', 'tak', '3')
  await write('+48600100304', 'tak')
  expect(await tally(survey)).toMatchObject({ ':complete': 2, ':started': 2, 'mark:3': 1 })
  expect(await responses()).toHaveLength(2)
})

it('a question that nobody answers is put once more, in the morning, and then given up', async () => {
  const survey = await open({ ...park, remindAfterDays: 1 })
  clock.advance(12 * 3_600_000)
  await ask(survey, ann)
  await write(ann, 'tak')
  clock.advance(86_400_000)
  await tickDialogues(db.engine, clock, keepAnswers)
  expect(await sent()).toHaveLength(1)
  clock.advance(10 * 3_600_000)
  await tickDialogues(db.engine, clock, keepAnswers)
  await tickDialogues(db.engine, clock, keepAnswers)
  expect(await sent()).toHaveLength(2)
  expect((await sent()).at(-1)).toContain('Jak oceniasz park?')
  clock.advance(31 * 86_400_000)
  await tickDialogues(db.engine, clock, keepAnswers)
  expect(await sent()).toHaveLength(2)
  expect(await responses()).toMatchObject([{ ending: 'silent', answers: { visits: true } }])
})

it('folding changes no sum', async () => {
  const survey = await open()
  for (const number of [ann, jan]) await write(number, 'PARK', 'tak', '4')
  const before = await tally(survey)
  await Promise.all([foldTallies(db.engine), foldTallies(db.engine)])
  expect(await tally(survey)).toEqual(before)
  await foldTallies(db.engine)
  const { rows } = await db.engine.query<{ rows: number; kinds: number }>(
    'SELECT count(*)::int AS rows, count(DISTINCT (question, choice, aspect, value))::int AS kinds FROM survey_tally',
  )
  expect(rows[0]).toEqual({ rows: rows[0]?.kinds, kinds: rows[0]?.kinds })
})
