import { messageState, newMessage, type Message } from '@kurenda/contract'
import { oneOf, required, wholeNumber } from './command.ts'
import { nounCommand, verb } from './noun-command.ts'
import { formatState, print } from './print.ts'
import { largestPage, take, usualLimit } from './take.ts'
import { say } from './words.ts'

const priorities = newMessage.shape.priority.unwrap().options

/** Single messages, and those of a broadcast. */
export const messageCommand = nounCommand(
  'message',
  say('pojedyncze wiadomości i wiadomości rozsyłki', 'single messages, and those of a broadcast'),
  {
    send: verb({
      takes: `--to NUMBER --text TEXT [--channel N] [--sender S] [--priority ${priorities.join('|')}] [--key IDEMPOTENCY-KEY]`,
      options: {
        to: { type: 'string' },
        text: { type: 'string' },
        channel: { type: 'string' },
        sender: { type: 'string' },
        priority: { type: 'string' },
        key: { type: 'string' },
      },
      run: ({ messages }, { values }) =>
        messages.send(
          {
            to: required(values.to, '--to'),
            text: required(values.text, '--text'),
            channel: values.channel,
            sender: values.sender,
            priority: oneOf(priorities, values.priority, '--priority'),
          },
          { idempotencyKey: values.key },
        ),
      show: ({ id }) =>
        print(
          say(
            `Przyjęta. Zobacz, co z nią: npm run kurenda -- message show ${id}`,
            `Taken. See how it stands: npm run kurenda -- message show ${id}`,
          ),
        ),
    }),
    show: verb({
      takes: 'ID',
      run: ({ messages }, { positionals }) =>
        messages.get(required(positionals[0], say('numeru wiadomości', 'the number of the message'))),
      show: showLine,
    }),
    list: verb({
      takes: `BROADCAST [--state ${messageState.options.join('|')}] [--limit N]`,
      options: { state: { type: 'string' }, limit: { type: 'string' } },
      run({ broadcasts }, { values, positionals }) {
        const id = wholeNumber(positionals[0], say('numeru rozsyłki', 'the number of the broadcast'))
        const state = oneOf(messageState.options, values.state, '--state')
        const limit = values.limit === undefined ? usualLimit : wholeNumber(values.limit, '--limit')
        return take(broadcasts.messages(id, { state, limit: Math.min(limit, largestPage) }), limit)
      },
      show: (messages) => messages.forEach(showLine),
    }),
  },
)

function showLine({ id, to, state, text, reason }: Message): void {
  print([id, to, formatState(state), text, ...(reason === null ? [] : [`(${reason})`])].join('  '))
}
