import { parse, wholeNumber, type Command } from './command.ts'
import { exitCodes } from './failures.ts'
import { openClient } from './open-client.ts'
import { formatTotals, print, printJson } from './print.ts'
import { say } from './words.ts'

/** Pauses, resumes or cancels a broadcast. */
function steerCommand(verb: 'pause' | 'resume' | 'cancel', about: string): Command {
  return {
    synopsis: `${verb} BROADCAST`,
    about,
    async run(args) {
      const { values, positionals } = parse(args, {})
      const id = wholeNumber(positionals[0], say('numeru rozsyłki', 'the number of the broadcast'))
      const { state, totals } = await openClient().broadcasts[verb](id)
      if (values.json) printJson({ broadcast: id, state, totals })
      else print(`${id}: ${state} · ${formatTotals(totals)}`)
      return exitCodes.ok
    },
  }
}

export const pauseCommand = steerCommand('pause', say('wstrzymaj rozsyłkę', 'pause a broadcast'))
export const resumeCommand = steerCommand('resume', say('wznów rozsyłkę', 'resume a broadcast'))
export const cancelCommand = steerCommand('cancel', say('odwołaj rozsyłkę', 'cancel a broadcast'))
