import type { Broadcast } from '@kurenda/contract'
import { setTimeout as pause } from 'node:timers/promises'
import { parse, wholeNumber, type Command } from './command.ts'
import { isAway } from './explain.ts'
import { exitCodes } from './failures.ts'
import { openClient } from './open-client.ts'
import { formatTotals, print, printJson, Progress } from './print.ts'
import { say } from './words.ts'

const lookEveryMs = 300

/** Waits until nothing of a broadcast is under way any more. */
export const watchCommand: Command = {
  synopsis: 'watch BROADCAST [--timeout SECONDS]',
  about: say('czekaj, aż wszystko się rozstrzygnie', 'wait until every message is settled'),
  async run(args) {
    const { values, positionals } = parse(args, { timeout: { type: 'string' } })
    const id = wholeNumber(positionals[0], say('numeru rozsyłki', 'the number of the broadcast'))
    const timeoutMs = values.timeout === undefined ? Infinity : wholeNumber(values.timeout, '--timeout') * 1000
    const { broadcasts } = openClient({ retries: 0 })
    const started = performance.now()
    const progress = new Progress()
    let last: Broadcast | undefined
    for (;;) {
      const isLate = performance.now() - started >= timeoutMs
      // A restart in the middle is no reason to stop watching, nor is one at the beginning where somebody set a limit.
      last = await broadcasts.get(id).catch((error: unknown) => {
        if (isAway(error) && !isLate && (last || timeoutMs < Infinity)) return last
        throw error
      })
      if (!last) {
        await pause(lookEveryMs)
        continue
      }
      const open = last.totals.queued + last.totals.submitted
      progress.show(last.recipients === 0 ? 0 : 1 - open / last.recipients, formatTotals(last.totals))
      const isSettled = open === 0 && last.state !== 'draft'
      if (!isSettled && !isLate) {
        await pause(Math.min(lookEveryMs, Math.max(0, timeoutMs - (performance.now() - started))))
        continue
      }
      progress.end()
      const { state, totals, recipients } = last
      if (values.json) printJson({ broadcast: id, state, settled: isSettled, recipients, totals })
      else print(formatTotals(totals))
      return isSettled ? exitCodes.ok : exitCodes.timeout
    }
  },
}
