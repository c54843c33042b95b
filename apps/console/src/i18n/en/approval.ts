import type { approval as polish } from '../pl/approval.ts'

export const approval: Record<keyof typeof polish, string> = {
  'approval.changed': 'What changed since the last approval',
  'approval.version': 'Version {{version}}, {{name}}, {{when}}',
  'approval.remarks': 'What was said',
  'approval.waits': 'Waiting for a second person’s approval.',
  'approval.notCounted': 'It is not known yet who gets it: open the draft, and the recipients will be counted.',
  'approval.comment': 'Remark (may stay empty)',
  'approval.approve': 'Approve',
  'approval.return': 'Return for changes',
  'approval.edit': 'Edit',
  'approval.approved': 'Approved. The author can send it.',
  'approval.returned': 'Returned for changes.',
}
