import type { AuditVerification } from '@kurenda/contract'
import { nounCommand, verb } from './noun-command.ts'
import { formatCount, print } from './print.ts'
import { say } from './words.ts'

/** Whether anybody changed the audit. Exit code 1 where it does not fit. */
export const auditCommand = nounCommand(
  'audit',
  say(
    'sprawdź, czy nikt nie zmienił dziennika działań; podany skrót jest dowodem do zapisania poza Kurendą',
    'check that nobody changed the audit; the hash it tells is for keeping outside',
  ),
  {
    verify: verb({
      takes: '[--head HASH]',
      options: { head: { type: 'string' } },
      run: ({ audit }, { values }) => audit.verify({ head: values.head }),
      show(found) {
        for (const line of describe(found)) print(line)
      },
      isFine: (found) => found.ok,
    }),
  },
)

function describe({ entries, head, broken, anchor }: AuditVerification): string[] {
  const lines = [say(`Wpisy w porządku: ${formatCount(entries)}`, `Entries in order: ${formatCount(entries)}`)]
  if (broken) lines.push(`✗ ${say('wpis', 'entry')} ${broken.seq}: ${whys[broken.why]}`)
  else if (head) lines.push(`${say('ostatni skrót', 'head')} ${head.seq} ${head.hash}`)
  if (anchor === null) lines.push(say('✗ podanego skrótu nie ma w dzienniku', '✗ the given head is not in the audit'))
  else if (anchor) lines.push(say(`✓ podany skrót to wpis ${anchor.seq}`, `✓ the given head is entry ${anchor.seq}`))
  return lines
}

const whys: Record<NonNullable<AuditVerification['broken']>['why'], string> = {
  changed: say('ktoś go zmienił', 'it was changed'),
  missing: say('brakuje go', 'it is missing'),
  'cut-off': say('dziennik się tu urywa', 'the audit was cut off here'),
}
