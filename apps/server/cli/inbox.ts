import { threadPage, type ConversationThread } from '@kurenda/contract'
import { callApi } from './call-api.ts'
import { parse, wholeNumber, type Command } from './command.ts'
import { exitCodes } from './failures.ts'
import { findTown } from './find-town.ts'
import { print, printJson } from './print.ts'
import { say } from './words.ts'

/** Conversations and what residents wrote in them, the latest first. */
export const inboxCommand: Command = {
  synopsis: 'inbox [--limit N]',
  about: say('co napisali mieszkańcy', 'what residents wrote'),
  async run(args) {
    const { values } = parse(args, { limit: { type: 'string' } })
    const limit = values.limit === undefined ? 1000 : wholeNumber(values.limit, '--limit')
    const town = findTown(process.env)
    const threads: ConversationThread[] = []
    let cursor: string | undefined
    do {
      const page = await callApi(town, '/conversations', threadPage, {
        query: { cursor, limit: String(Math.min(limit - threads.length, 200)) },
      })
      threads.push(...page.items)
      cursor = page.next ?? undefined
    } while (cursor !== undefined && threads.length < limit)
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
