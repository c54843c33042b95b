import { expect, test } from 'vitest'
import { compareCounters, judge, type Evidence, type Fallen } from './judge.ts'
import type { Accepted } from './smsc.ts'

const accepted = (number: string, more: Partial<Accepted> = {}): Accepted => ({
  ...{ number, ref: `${number}-1`, at: 10, session: 1, stat: 'DELIVRD' },
  ...more,
})

/** One ordinary number and one emergency, both delivered. */
function evidence(more: Partial<Evidence> & { accepted?: Accepted[]; refused?: string[] } = {}): Evidence {
  const counts = { submits: 0, throttled: 0, drops: 0, tooLate: 0 }
  return {
    bulk: ['1'],
    emergency: ['9'],
    record: { accepted: more.accepted ?? [accepted('1'), accepted('9')], refused: new Set(more.refused), ...counts },
    stored: [
      { number: '1', state: 'delivered' },
      { number: '9', state: 'delivered' },
    ],
    resent: new Set(),
    fallen: [],
    takeOvers: [],
    ...more,
  }
}

const nine = { number: '9', state: 'delivered' } as const
const clean = judge(evidence())

test('a storm without a mistake has no fault', () => {
  expect(Object.values(clean).flat()).toEqual([])
})

test.each([
  ['lost', 'was never taken and is said to be delivered', evidence({ accepted: [accepted('9')] })],
  ['lost', 'is not in the database', evidence({ stored: [nine] })],
  [
    'lost',
    'failed although nobody refused it',
    evidence({ accepted: [accepted('9')], stored: [{ number: '1', state: 'failed' }, nine] }),
  ],
  [
    'unexplainedDuplicates',
    'was taken twice',
    evidence({
      accepted: [accepted('1'), accepted('1', { at: 30 }), accepted('9')],
      fallen: [{ blow: 'gateway', at: 20 }],
      takeOvers: [25],
    }),
  ],
  [
    'silentlyFinal',
    'is delivered against its receipt',
    evidence({ accepted: [accepted('1', { stat: 'UNDELIV' }), accepted('9')] }),
  ],
  ['silentlyFinal', 'lapsed', evidence({ stored: [{ number: '1', state: 'unconfirmed' }, nine] })],
  ['unsettled', 'waits for a receipt that came', evidence({ stored: [{ number: '1', state: 'submitted' }, nine] })],
  ['deafToReceipt', 'is in doubt after its receipt', evidence({ stored: [{ number: '1', state: 'uncertain' }, nine] })],
  [
    'sentWithoutLease',
    'was sent by a gateway that slept through its lease',
    evidence({
      fallen: [{ blow: 'pause', at: 5, woke: { at: 8, session: 1 } }],
      accepted: [accepted('1'), accepted('9', { session: 2 })],
    }),
  ],
] as const)('%s: a message that %s', (fault, _, found) => {
  expect(judge(found)).toEqual({ ...clean, [fault]: ['1'] })
})

test('an emergency taken twice is explained by a take-over in between, and by nothing else', () => {
  const twice = [accepted('1'), accepted('9'), accepted('9', { at: 30 })]
  const fallen: Fallen[] = [{ blow: 'gateway', at: 8 }]
  const judged = (takeOvers: number[]) => judge(evidence({ accepted: twice, fallen, takeOvers }))
  expect(judged([5, 25])).toEqual({ ...clean, explainedDuplicates: ['9'] })
  expect(judged([5, 40])).toEqual({ ...clean, unexplainedDuplicates: ['9'] })
})

test('what staff sent again may be there twice, a rejected number not at all', () => {
  const twice = [accepted('1'), accepted('1', { at: 30 }), accepted('9')]
  expect(judge(evidence({ accepted: twice, resent: new Set(['1']) }))).toEqual(clean)
  const stored = [{ number: '1', state: 'failed' } as const, nine]
  expect(judge(evidence({ accepted: [accepted('9')], refused: ['1'], stored }))).toEqual(clean)
})

test('a kept counter that counting contradicts is named', () => {
  expect(compareCounters({ delivered: 2, queued: 1 }, [nine])).toEqual([
    'queued: 1 kept, 0 counted',
    'delivered: 2 kept, 1 counted',
  ])
})
