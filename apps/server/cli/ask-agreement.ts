import { createInterface } from 'node:readline/promises'
import { usage } from './failures.ts'
import { say } from './words.ts'

/** Whether somebody can be asked, or has agreed beforehand. @throws Failure (usage) where neither is so */
export function mustBeAbleToAgree(yes: boolean | undefined): void {
  if (!yes && !process.stdin.isTTY)
    throw usage(say('Bez terminala potrzebne jest --yes.', 'Without a terminal --yes is needed.'))
}

/** Asks the person at the terminal. */
export async function isAgreed(): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(say('Wysłać? [t/N] ', 'Send? [y/N] '))
    return /^(t|tak|y|yes)$/i.test(answer.trim())
  } finally {
    terminal.close()
  }
}
