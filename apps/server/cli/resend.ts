import { parse, wholeNumber, type Command } from './command.ts'
import { exitCodes, usage } from './failures.ts'
import { openClient } from './open-client.ts'
import { print, printJson } from './print.ts'
import { say } from './words.ts'

/** Sends again what failed, or what nobody knows the fate of. */
export const resendCommand: Command = {
  synopsis: 'resend BROADCAST --failed | --uncertain',
  about: say(
    'wyślij ponownie nieudane albo niepewne (te mogą wtedy dotrzeć dwa razy)',
    'send again the failed, or the uncertain (which may then arrive twice)',
  ),
  async run(args) {
    const { values, positionals } = parse(args, { failed: { type: 'boolean' }, uncertain: { type: 'boolean' } })
    const id = wholeNumber(positionals[0], say('numeru rozsyłki', 'the number of the broadcast'))
    if (values.failed === values.uncertain)
      throw usage(say('Wybierz jedno: --failed albo --uncertain.', 'Choose one: --failed or --uncertain.'))
    const answer = await openClient().broadcasts.resend(id, { what: values.failed ? 'failed' : 'uncertain' })
    if (values.json) printJson({ broadcast: id, ...answer })
    else print(`${id}: ${say('wysyłam ponownie', 'sending again')} ${answer.resent}`)
    return exitCodes.ok
  },
}
