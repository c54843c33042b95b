import { formatChannel } from './channel.ts'
import { parse, type Command } from './command.ts'
import { exitCodes } from './failures.ts'
import { openClient } from './open-client.ts'
import { formatCount, print, printJson } from './print.ts'
import { say } from './words.ts'

/** The town at a glance. */
export const statusCommand: Command = {
  synopsis: 'status',
  about: say('co się dzieje i dlaczego coś stoi', 'what is going on, and why something stands'),
  async run(args) {
    const { values } = parse(args, {})
    const now = await openClient().status.get()
    if (values.json) {
      printJson(now)
      return exitCodes.ok
    }
    const { running, paused, scheduled } = now.broadcasts
    print(`${now.organization} (Kurenda ${now.version})`)
    print(
      say(
        `Rozsyłki: trwa ${running}, wstrzymane ${paused}, zaplanowane ${scheduled} · w kolejce ${formatCount(now.messagesQueued)}`,
        `Broadcasts: running ${running}, paused ${paused}, scheduled ${scheduled} · queued ${formatCount(now.messagesQueued)}`,
      ),
    )
    print(
      say(
        `Rozmowy bez odpowiedzi: ${now.conversationsWaiting}`,
        `Conversations that wait: ${now.conversationsWaiting}`,
      ),
    )
    for (const item of now.channels) print(formatChannel(item))
    for (const { severity, text } of now.findings) print(`${severity === 'stuck' ? '✗' : '·'} ${text}`)
    return exitCodes.ok
  },
}
