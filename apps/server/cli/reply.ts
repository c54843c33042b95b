import { parse, required, wholeNumber, type Command } from './command.ts'
import { exitCodes } from './failures.ts'
import { openClient } from './open-client.ts'
import { print, printJson } from './print.ts'
import { say } from './words.ts'

/** Answers a resident. */
export const replyCommand: Command = {
  synopsis: 'reply CONVERSATION --text TEXT',
  about: say('odpisz mieszkańcowi', 'answer a resident'),
  async run(args) {
    const { values, positionals } = parse(args, { text: { type: 'string' } })
    const id = wholeNumber(positionals[0], say('numeru rozmowy', 'the number of the conversation'))
    const text = required(values.text, '--text')
    const { entry } = await openClient().conversations.reply(id, { text })
    if (values.json) printJson({ conversation: id, entry })
    else print(say('Odpowiedź wysłana.', 'The reply is on its way.'))
    return exitCodes.ok
  },
}
