import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

interface Asked<Question> {
  id: number
  question: Question
}
interface Answered {
  id: number
  value: unknown
}

/** A process of ours that answers questions until it is let go. */
export interface AskedProcess<Question> {
  pid: number
  ask: <Value>(question: Question) => Promise<Value>
  /** Lets it go; resolves at its end. */
  close: () => Promise<void>
}

/** Starts a file that calls `answerQuestions`. A question to a process that has ended rejects. */
export function startAsked<Question>(file: URL, args: string[] = []): AskedProcess<Question> {
  const child = fork(fileURLToPath(file), args, { serialization: 'advanced' })
  const answers = new Map<number, (value: unknown) => void>()
  child.on('message', ({ id, value }: Answered) => {
    answers.get(id)?.(value)
    answers.delete(id)
  })
  const exited = once(child, 'exit')
  const ended = exited.then(() => {
    throw new Error(`${file.pathname} has ended`)
  })
  ended.catch(() => undefined)
  let asked = 0
  return {
    pid: child.pid ?? 0,
    ask: <Value>(question: Question) =>
      Promise.race([
        ended,
        new Promise<Value>((resolve) => {
          answers.set(++asked, resolve as (value: unknown) => void)
          child.send({ id: asked, question } satisfies Asked<Question>, () => undefined)
        }),
      ]),
    async close() {
      if (child.connected) child.disconnect()
      await exited
    },
  }
}

/** The other side: answers whoever started this process, and ends with them. */
export function answerQuestions<Question>(answer: (question: Question) => unknown, end: () => Promise<void>): void {
  process.on('message', ({ id, question }: Asked<Question>) => {
    void Promise.resolve(answer(question)).then((value) => process.send?.({ id, value } satisfies Answered))
  })
  process.on('disconnect', () => void end().then(() => process.exit()))
}
