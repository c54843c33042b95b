import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { compare, readPart, type Received } from './compare.ts'
import { makePeople, template, type People } from './make-people.ts'
import { startSmsc, type Smsc, type SmscStats } from './smsc.ts'
import { startTown, type Town } from './town.ts'

export const rounds = ['calm', 'trouble', 'kill', 'database'] as const
export type Round = (typeof rounds)[number]

const window = 50
const sender = '48500100200'
const password = 'sezam'
const watchSeconds = 900
const question =
  'Dzień dobry, dziękuję za wiadomość. Czy mogę zapłacić w dwóch ratach: połowę w grudniu, a połowę w styczniu?'
const answer = 'Tak, można zapłacić w dwóch ratach. Miłego dnia!'

/** One thing that must be so. */
export interface Check {
  what: string
  expected: string
  found: string
  ok: boolean
}

export interface RoundResult {
  round: Round
  people: number
  seconds: number
  checks: Check[]
  totals: Record<string, number>
  received: Received
  smsc: SmscStats
}

const sent = z.object({
  broadcast: z.union([z.number(), z.string()]).transform(String),
  recipients: z.number(),
  duplicates: z.number(),
  rejected: z.array(z.object({ line: z.number(), reason: z.string() })),
  rejectedCount: z.number().optional(),
  parts: z.number(),
})
const watched = z.object({ totals: z.record(z.string(), z.number()) })
const inbox = z.array(
  z.object({
    conversation: z.union([z.number(), z.string()]).transform(String),
    from: z.string(),
    messages: z.array(z.object({ text: z.string() })),
  }),
)

/**
 * From the clerk's list to the answer on the phone, on a town and an SMSC of its own.
 * @param lines lines of the list
 */
export async function runJourney(round: Round, lines: number, tell: (line: string) => void): Promise<RoundResult> {
  const dir = mkdtempSync(join(tmpdir(), 'kurenda-e2e-'))
  const started = performance.now()
  const list = makePeople(lines)
  const listFile = join(dir, 'mieszkancy.csv')
  writeFileSync(listFile, list.csv)
  const undo: (() => Promise<void>)[] = []
  try {
    const smsc = await startSmsc(join(dir, 'submits.jsonl'), ['--password', password, ...troubles(round, list)])
    undo.push(() => smsc.stop())
    const town = await startTown(join(dir, 'data'))
    undo.push(() => town.stop())
    tell('the town is up')
    const result = await travel(round, { town, smsc, list, listFile, tell })
    return { round, people: list.people.length, seconds: Math.round((performance.now() - started) / 1000), ...result }
  } finally {
    for (const step of undo.reverse()) await step()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** What goes wrong at the SMSC, placed by the count of parts it accepted: two for every person. */
function troubles(round: Round, { people }: People): string[] {
  const at = (share: number) => String(Math.round(people.length * 2 * share))
  if (round === 'kill' || round === 'database') return ['--tell-at', at(0.5)]
  if (round === 'calm') return []
  const drops = [at(0.2), at(0.5), at(0.7)].join(',')
  return ['--throttle', '5', '--reject', '77', '--drop-at', drops, '--deaf-at', at(0.4), '--deaf-for', '20']
}

interface Scene {
  town: Town
  smsc: Smsc
  list: People
  listFile: string
  tell: (line: string) => void
}

async function travel(
  round: Round,
  { town, smsc, list, listFile, tell }: Scene,
): Promise<Pick<RoundResult, 'checks' | 'totals' | 'received' | 'smsc'>> {
  const checks: Check[] = []
  const check = (what: string, expected: unknown, found: unknown, ok = expected === found) =>
    checks.push({ what, expected: String(expected), found: String(found), ok })

  await addChannel(town, smsc)
  const broadcast = await town.kurenda(sent, [
    ...['send', '--file', listFile, '--text', template, '--channel', 'operator', '--yes'],
  ])
  check('recipients', list.people.length, broadcast.recipients)
  check('duplicates', list.duplicates, broadcast.duplicates)
  check('rejected lines', list.bad, broadcast.rejectedCount ?? broadcast.rejected.length)
  check('parts', list.people.length * 2, broadcast.parts)
  tell(`broadcast ${broadcast.broadcast} is on its way`)

  if (round === 'kill') {
    await smsc.reached
    tell(`half is sent: the gateway (process ${town.killGateway()}) is killed`)
  }
  if (round === 'database') {
    await smsc.reached
    town.crashPostgres()
    tell('half is sent: PostgreSQL is killed')
  }
  const settle = async () => {
    const watch = ['watch', broadcast.broadcast, '--timeout', String(watchSeconds)]
    await town.kurenda(watched, watch, [0, 3])
    const stats = await receiptsTaken(smsc)
    return { stats, totals: (await town.kurenda(watched, watch, [0, 3])).totals }
  }
  const first = await settle()
  tell('every message is settled')

  const refused = round === 'trouble' ? list.people.filter(({ number }) => number.endsWith('77')) : []
  const wanted = list.people.filter((person) => !refused.includes(person))
  const doubtful = first.totals['uncertain'] ?? 0
  checkFirst({ check, round, received: compare(wanted, smsc.submits()), doubtful })
  if (doubtful > 0) {
    // Every receipt has been read: what is uncertain now did not arrive, and the office says so too.
    await town.kurenda(z.unknown(), ['resend', broadcast.broadcast, '--uncertain'])
    tell(`${doubtful} uncertain are sent again`)
  }
  const { stats: smscStats, totals } = doubtful > 0 ? await settle() : first
  const received = compare(wanted, smsc.submits())
  checkLast({ check, received, totals, doubtful, refused: refused.length, wanted: wanted.length })
  checkRefused(check, refused, smsc)
  check('receipts taken over', smscStats.accepted, smscStats.receiptsAcked)
  await talk({ town, smsc, check, person: wanted[Math.floor(wanted.length / 3)]?.number ?? '' })
  return { checks, totals, received, smsc: smscStats }
}

type Add = (what: string, expected: unknown, found: unknown, ok?: boolean) => void

async function addChannel(town: Town, smsc: Smsc): Promise<void> {
  const account = ['--host', '127.0.0.1', '--port', String(smsc.port), '--system-id', 'gmina', '--password', password]
  const add = ['channel', 'add', 'smpp', '--name', 'operator', ...account, '--sender', sender]
  await town.kurenda(z.unknown(), [...add, '--window', String(window)])
  for (let attempt = 1; ; attempt++) {
    const works = await town.kurenda(z.unknown(), ['channel', 'test', 'operator']).then(
      () => true,
      (error: unknown) => {
        if (attempt === 10) throw error
        return false
      },
    )
    if (works) return
    await pause(500)
  }
}

/** Until the gateway has acknowledged every receipt, at most a minute. */
async function receiptsTaken(smsc: Smsc): Promise<SmscStats> {
  for (let attempt = 1; ; attempt++) {
    const stats = await smsc.stats()
    if (stats.receiptsAcked >= stats.accepted || attempt === 240) return stats
    await pause(250)
  }
}

/** After the send alone. A refusal whose answer went down with the connection is in doubt, as any answer is. */
function checkFirst(result: { check: Add; round: Round; received: Received; doubtful: number }): void {
  const { check, round, received, doubtful } = result
  // Each of three lost connections may leave one window in doubt; a crash at most three.
  const most = round === 'calm' ? 0 : 3 * window
  check('uncertain', `≤ ${most}`, doubtful, doubtful <= most)
  // Lost is what is neither on the phone nor said to be uncertain.
  check('lost', 0, Math.max(0, received.missing - doubtful))
  check('repeated', 0, received.repeated)
}

/** After what was uncertain was sent again: nobody is missing, nobody has it twice, and exactly the refused failed. */
function checkLast(result: {
  check: Add
  received: Received
  totals: Record<string, number>
  doubtful: number
  refused: number
  wanted: number
}): void {
  const { check, received, totals, doubtful, refused, wanted } = result
  check('right in the end', wanted, received.right)
  check('repeated in the end', 0, received.repeated)
  check('pieces of an attempt before', `≤ ${doubtful}`, received.pieces, received.pieces <= doubtful)
  check('wrong letters or person', 0, received.wrong)
  check('numbers on no list', 0, received.strangers)
  check('failed', refused, totals['failed'] ?? 0)
  check('delivered', wanted, totals['delivered'] ?? 0)
}

/** None of those that the provider refuses has even half a text. */
function checkRefused(check: Add, refused: People['people'], smsc: Smsc): void {
  const numbers = new Set(refused.map(({ number }) => number))
  const got = smsc.submits().filter(({ status, to }) => status === 0 && numbers.has(to.replace(/^\+/, '')))
  check('texts to refused numbers', 0, got.length)
}

/** A resident asks in two parts, the office answers. */
async function talk({
  town,
  smsc,
  check,
  person,
}: {
  town: Town
  smsc: Smsc
  check: Add
  person: string
}): Promise<void> {
  smsc.sendFromPhone(person, sender, question)
  const read = async () => town.kurenda(inbox, ['inbox'])
  const conversations = await until(read, (found) => found.length > 0)
  check('conversations', 1, conversations.length)
  const [conversation] = conversations
  if (!conversation) return
  check('the conversation is with', `+${person}`, conversation.from)
  check('messages in it', 1, conversation.messages.length)
  check('the question', question, conversation.messages[0]?.text ?? '')
  await town.kurenda(z.unknown(), ['reply', conversation.conversation, '--text', answer])
  const answers = async () =>
    smsc
      .submits()
      .filter((submit) => submit.status === 0 && submit.to.replace(/^\+/, '') === person)
      .filter((submit) => readPart(submit).text === answer)
  check('answers on the phone', 1, (await until(answers, (found) => found.length > 0)).length)
}

/** Looks until it is so, at most 30 s; answers what it saw last. */
async function until<Seen>(look: () => Promise<Seen>, isEnough: (seen: Seen) => boolean): Promise<Seen> {
  const end = performance.now() + 30_000
  for (;;) {
    const seen = await look()
    if (isEnough(seen) || performance.now() > end) return seen
    await pause(300)
  }
}
