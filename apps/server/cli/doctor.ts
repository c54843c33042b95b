import type { Status } from '@kurenda/contract'
import { formatChannel } from './channel.ts'
import { parse, type Command } from './command.ts'
import { explain } from './explain.ts'
import { exitCodes } from './failures.ts'
import { findTown } from './find-town.ts'
import { openClient } from './open-client.ts'
import { print, printJson } from './print.ts'
import { say } from './words.ts'

interface Finding {
  check: string
  ok: boolean
  detail: string
}

/** Work that waits longer than this has nobody who does it. */
const patienceMs = 10_000

/** Looks whether everything works, and says what does not. Exit code 1 where something is wrong. */
export const doctorCommand: Command = {
  synopsis: 'doctor',
  about: say('sprawdź, czy wszystko działa', 'check that everything works'),
  async run(args) {
    const { values } = parse(args, {})
    const findings = await examine()
    if (values.json) printJson({ ok: findings.every(({ ok }) => ok), checks: findings })
    else for (const { ok, check, detail } of findings) print(`${ok ? '✓' : '✗'} ${check}: ${detail}`)
    return findings.every(({ ok }) => ok) ? exitCodes.ok : exitCodes.error
  },
}

async function examine(): Promise<Finding[]> {
  const name = say('miasto', 'town')
  try {
    const { url } = findTown(process.env)
    const now = await openClient({ retries: 0 }).status.get()
    return [{ check: name, ok: true, detail: `${now.organization}, ${url}` }, ...judge(now, Date.now())]
  } catch (error) {
    const failure = explain(error)
    if (!failure) throw error
    return [{ check: name, ok: false, detail: failure.message }]
  }
}

function judge(now: Status, time: number): Finding[] {
  const isStuck = (since: string | null) => since !== null && time - new Date(since).getTime() > patienceMs
  const worker = isStuck(now.newsWaiting.since) || isStuck(now.inboundWaiting.since)
  return [
    { check: say('baza danych', 'database'), ok: now.database === 'up', detail: now.database },
    {
      check: 'worker',
      ok: !worker,
      detail: worker
        ? say(
            'zadania czekają i nikt ich nie bierze; zajrzyj do data/logs/worker.log',
            'work waits and nobody takes it; see data/logs/worker.log',
          )
        : say('nadąża', 'keeps up'),
    },
    ...(now.channels.length === 0
      ? [
          {
            check: say('kanał', 'channel'),
            ok: false,
            detail: say('nie ma żadnego: channel add', 'there is none: channel add'),
          },
        ]
      : now.channels.map((item) => ({
          check: say('kanał', 'channel'),
          ok: !item.enabled || item.status.is === 'up',
          detail: formatChannel(item),
        }))),
  ]
}
