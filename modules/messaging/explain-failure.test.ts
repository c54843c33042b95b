import { reasonCodes } from '@kurenda/channel'
import { expect, test } from 'vitest'
import { explainFailure } from './explain-failure.ts'

test('every code of ours has words in both languages that are not those for a foreign one', () => {
  for (const reason of reasonCodes) {
    const polish = explainFailure({ state: 'failed', reason }, 'pl')
    const english = explainFailure({ state: 'failed', reason }, 'en')
    expect([reason, polish.kind]).not.toEqual([reason, 'other'])
    expect(english.kind).toBe(polish.kind)
    expect([polish.explanation, polish.advice]).not.toEqual([english.explanation, english.advice])
  }
})

test.each([
  ['failed', 'ESME_RINVDSTADR', 'number'],
  ['failed', 'ESME_RINVSRCADR', 'sender'],
  ['failed', 'ESME_RSUBMITFAIL', 'rejected'],
  ['failed', 'ESME_RINVMSGLEN', 'text'],
  ['failed', 'err:011', 'undelivered'],
  ['failed', '', 'undelivered'],
  ['failed', '0x00000401', 'other'],
  ['failed', 'constructor', 'other'],
  ['expired', 'ESME_RX_T_APPN', 'provider-away'],
  ['expired', 'not-connected', 'provider-away'],
  ['expired', 'err:011', 'expired'],
  ['uncertain', 'err:011', 'interrupted'],
] as const)('%s with %s is explained as %s', (state, reason, kind) => {
  expect(explainFailure({ state, reason }, 'pl').kind).toBe(kind)
})
