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
    return [{ check: name, ok: true, detail: `${now.organization}, ${url}` }, ...judge(now)]
  } catch (error) {
    const failure = explain(error)
    if (!failure) throw error
    return [{ check: name, ok: false, detail: failure.message }]
  }
}

/** What the town itself found, in its words; what is wrong is what somebody must do something about. */
function judge(now: Status): Finding[] {
  const has = (code: string) => now.findings.some((finding) => finding.code === code)
  return [
    { check: say('baza danych', 'database'), ok: now.database === 'up', detail: now.database },
    ...(has('worker-away') ? [] : [{ check: 'worker', ok: true, detail: say('nadąża', 'keeps up') }]),
    ...now.channels
      .filter(
        ({ id, enabled, status }) => enabled && status.is === 'up' && !now.findings.some((f) => f.channelId === id),
      )
      .map((item) => ({ check: say('kanał', 'channel'), ok: true, detail: formatChannel(item) })),
    ...now.findings.map(({ severity, text }) =>
      severity === 'stuck'
        ? { check: say('stoi', 'stuck'), ok: false, detail: text }
        : { check: say('czeka', 'waits'), ok: true, detail: text },
    ),
  ]
}
