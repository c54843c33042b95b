/** What a script learns from the exit code. */
export const exitCodes = { ok: 0, error: 1, usage: 2, timeout: 3 } as const

/** Ends the command with a sentence for the person at the terminal. */
export class Failure extends Error {
  readonly exitCode: number
  constructor(message: string, exitCode: number = exitCodes.error) {
    super(message)
    this.exitCode = exitCode
  }
}

export function usage(message: string): Failure {
  return new Failure(message, exitCodes.usage)
}
