/** What the made-up network does with a number: told by its last two digits, and written on the page of the phones. */
export interface Behaviour {
  /** The submit is answered with this name of a command_status; absent: accepted. */
  refuse?: 'ESME_RINVDSTADR' | 'ESME_RTHROTTLED'
  /** `stat` of the receipt. */
  receipt: 'DELIVRD' | 'UNDELIV' | 'EXPIRED'
  err?: string
  /** Milliseconds from submit to receipt. */
  delayMs: number
}

const special: Readonly<Record<string, Behaviour>> = {
  '77': { refuse: 'ESME_RINVDSTADR', receipt: 'UNDELIV', delayMs: 0 },
  '78': { receipt: 'UNDELIV', err: '011', delayMs: 1_500 },
  '79': { receipt: 'DELIVRD', delayMs: 20_000 },
  '80': { receipt: 'EXPIRED', err: '027', delayMs: 5_000 },
}

/** `throttled`: whether this number was already told to come back later; numbers ending in 81 are told so once. */
export function behaviourOf(number: string, throttled: boolean): Behaviour {
  const ending = number.slice(-2)
  if (ending === '81' && !throttled) return { refuse: 'ESME_RTHROTTLED', receipt: 'DELIVRD', delayMs: 0 }
  return special[ending] ?? { receipt: 'DELIVRD', delayMs: 400 + (Number(number.slice(-3)) % 10) * 120 }
}
