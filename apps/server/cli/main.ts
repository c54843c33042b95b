import { apiKeyCommand } from './api-key.ts'
import { auditCommand } from './audit.ts'
import { cancelCommand, pauseCommand, resumeCommand } from './steer.ts'
import { channelCommand } from './channel.ts'
import type { Command } from './command.ts'
import { contactCommand } from './contact.ts'
import { doctorCommand } from './doctor.ts'
import { draftCommand } from './draft.ts'
import { explain } from './explain.ts'
import { exitCodes, Failure } from './failures.ts'
import { groupCommand } from './group.ts'
import { importCommand } from './import.ts'
import { inboxCommand } from './inbox.ts'
import { messageCommand } from './message.ts'
import { replyCommand } from './reply.ts'
import { resendCommand } from './resend.ts'
import { segmentCommand } from './segment.ts'
import { sendCommand } from './send.ts'
import { statusCommand } from './status.ts'
import { surveyCommand } from './survey.ts'
import { templateCommand } from './template.ts'
import { userCommand } from './user.ts'
import { watchCommand } from './watch.ts'
import { say } from './words.ts'

const commands: Record<string, Command> = {
  channel: channelCommand,
  send: sendCommand,
  draft: draftCommand,
  watch: watchCommand,
  pause: pauseCommand,
  resume: resumeCommand,
  cancel: cancelCommand,
  resend: resendCommand,
  message: messageCommand,
  inbox: inboxCommand,
  reply: replyCommand,
  import: importCommand,
  contact: contactCommand,
  group: groupCommand,
  segment: segmentCommand,
  template: templateCommand,
  survey: surveyCommand,
  user: userCommand,
  'api-key': apiKeyCommand,
  audit: auditCommand,
  status: statusCommand,
  doctor: doctorCommand,
}

/** Of one command, or of all. */
function help(of: Command | undefined): string {
  const lines = (of ? [of] : Object.values(commands)).map(({ synopsis, about }) => `  ${synopsis}\n      ${about}`)
  return [
    say('Użycie: npm run kurenda -- POLECENIE [--json]', 'Usage: npm run kurenda -- COMMAND [--json]'),
    '',
    ...lines,
    '',
    say(
      'Kody wyjścia: 0 dobrze, 1 błąd, 2 złe użycie, 3 upłynął czas.',
      'Exit codes: 0 fine, 1 error, 2 wrong usage, 3 time is over.',
    ),
  ].join('\n')
}

async function main([name, ...args]: string[]): Promise<number> {
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined
  if (name === undefined || name === 'help' || name === '--help' || args.includes('--help')) {
    process.stdout.write(`${help(command)}\n`)
    return name === undefined ? exitCodes.usage : exitCodes.ok
  }
  try {
    if (!command)
      throw new Failure(
        say(
          `Nie znam polecenia „${name}”. Zobacz: npm run kurenda -- help`,
          `There is no command “${name}”. See: npm run kurenda -- help`,
        ),
        exitCodes.usage,
      )
    return await command.run(args)
  } catch (error) {
    const failure = explain(error)
    if (!failure) throw error
    process.stderr.write(`${failure.message}\n`)
    return failure.exitCode
  }
}

process.exitCode = await main(process.argv.slice(2))
