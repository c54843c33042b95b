import type { ConversationThread } from '@kurenda/contract'
import { parse, wholeNumber, type Command } from './command.ts'
import { exitCodes } from './failures.ts'
import { openClient } from './open-client.ts'
import { print, printJson } from './print.ts'
import { largestPage, take, usualLimit } from './take.ts'
import { say } from './words.ts'

/** Conversations and what residents wrote in them, the latest first. */
export const inboxCommand: Command = {
  synopsis: 'inbox [--limit N]',
  about: say('co napisali mieszkańcy', 'what residents wrote'),
  async run(args) {
    const { values } = parse(args, { limit: { type: 'string' } })
    const limit = values.limit === undefined ? usualLimit : wholeNumber(values.limit, '--limit')
    const { conversations } = openClient()
    const threads = await take(conversations.list({ limit: Math.min(limit, largestPage) }), limit)
    if (values.json) printJson(threads.map(present))
    else for (const thread of threads) show(thread)
    return exitCodes.ok
  },
}

function present(thread: ConversationThread) {
  return {
    conversation: thread.id,
    from: thread.from,
    name: thread.contactName,
    state: thread.state,
    broadcast: thread.broadcast?.id ?? null,
    messages: thread.entries.filter(({ direction }) => direction === 'in').map(({ text, at }) => ({ text, at })),
  }
}

const signs = { in: '‹', out: '›', note: '✎' }

function show(thread: ConversationThread): void {
  print(`#${thread.id}  ${thread.from}  ${thread.contactName ?? ''}`.trimEnd())
  for (const { direction, text, at } of thread.entries)
    print(`  ${signs[direction]} ${new Date(at).toLocaleString()}  ${text}`)
}
