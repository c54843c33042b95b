import { setTimeout as pause } from 'node:timers/promises'
import { now } from '../../bench/monotonic.ts'
import type { Town } from '../town.ts'
import type { Crew } from './crew.ts'
import type { Fallen } from './judge.ts'
import type { Blow } from './plan.ts'
import type { Random } from './random.ts'
import type { Smsc } from './smsc.ts'

const lookMs = 20
const takeOverMs = 60_000

/** Lets a blow fall, and says when it did. @throws where nobody takes over from a gateway that sleeps */
export async function strike(
  blow: Blow,
  { town, crew, smsc, random }: { town: Town; crew: Crew; smsc: Smsc; random: Random },
): Promise<Fallen> {
  switch (blow) {
    case 'pause':
      return sleep(crew, smsc, random)
    case 'postgres': {
      const at = now()
      town.crashPostgres()
      return { blow, at }
    }
    default: {
      await crew.kill(blow)
      return { blow, at: now() }
    }
  }
}

/** The gateway that holds the channel sleeps until another has taken its lease and sends; then it goes on where it was. */
async function sleep(crew: Crew, smsc: Smsc, random: Random): Promise<Fallen> {
  const pid = await crew.holder()
  const fence = crew.fence()
  process.kill(pid, 'SIGSTOP')
  try {
    const at = now()
    const { session } = await smsc.progress()
    const end = at + takeOverMs
    while (crew.fence() === fence || (await smsc.progress()).session === session) {
      if (now() > end) throw new Error('nobody takes over from the gateway that sleeps')
      await pause(lookMs)
    }
    await pause(random() * 1_000)
    return { blow: 'pause', at, woke: { at: now(), session } }
  } finally {
    process.kill(pid, 'SIGCONT')
  }
}
