import { permission, type ApiKey } from '@kurenda/contract'
import { oneOf, required, wholeNumber } from './command.ts'
import { usage } from './failures.ts'
import { nounCommand, verb } from './noun-command.ts'
import { note, print } from './print.ts'
import { say } from './words.ts'

/** Keys of integrators. */
export const apiKeyCommand = nounCommand(
  'api-key',
  say('klucze API dla innych programów', 'API keys for other programs'),
  {
    add: verb({
      takes: '--name N --scope broadcasts:send [--scope …] [--expires 2027-12-31]',
      options: {
        name: { type: 'string' },
        scope: { type: 'string', multiple: true },
        expires: { type: 'string' },
      },
      run({ apiKeys }, { values }) {
        const scopes = (values.scope ?? [])
          .flatMap((scope) => scope.split(','))
          .flatMap((scope) => oneOf(permission.options, scope, '--scope') ?? [])
        if (scopes.length === 0) throw usage(say('Brakuje --scope.', '--scope is missing.'))
        return apiKeys.create({
          name: required(values.name, '--name'),
          scopes,
          ...(values.expires === undefined ? {} : { expiresAt: endOf(values.expires) }),
        })
      },
      show({ key }) {
        note(say('Zapisz ten klucz teraz: drugi raz go nie pokażemy.', 'Keep this key now: it is not shown again.'))
        print(key)
      },
    }),
    list: verb({
      run: async ({ apiKeys }) => (await apiKeys.list()).items,
      show: (keys) => keys.forEach(show),
    }),
    revoke: verb({
      takes: 'ID',
      run: ({ apiKeys }, { positionals }) =>
        apiKeys.revoke(wholeNumber(positionals[0], say('Numer klucza', 'The number of the key'))),
      show,
    }),
  },
)

/** A day holds until its end, in UTC. @throws Failure (usage) */
function endOf(day: string): string {
  const end = new Date(`${day}T23:59:59Z`)
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(end.getTime()))
    throw usage(say(`--expires: „${day}” nie jest datą RRRR-MM-DD.`, `--expires: “${day}” is no date YYYY-MM-DD.`))
  return end.toISOString()
}

function show({ id, name, scopes, lastUsedOn, expiresAt, revokedAt }: ApiKey): void {
  const used = lastUsedOn === null ? say('nieużywany', 'never used') : say(`użyty ${lastUsedOn}`, `used ${lastUsedOn}`)
  const end = revokedAt
    ? say(`odwołany ${revokedAt.slice(0, 10)}`, `revoked ${revokedAt.slice(0, 10)}`)
    : expiresAt
      ? say(`ważny do ${expiresAt.slice(0, 10)}`, `holds until ${expiresAt.slice(0, 10)}`)
      : say('bezterminowy', 'without an end')
  print(`${id}  ${name}  ${scopes.join(',')}  ${used}  ${end}`)
}
