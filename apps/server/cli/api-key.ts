import { addedApiKey, apiKey, apiKeyList, type ApiKey } from '@kurenda/contract'
import { callApi } from './call-api.ts'
import { parse, required, wholeNumber, type Command } from './command.ts'
import { exitCodes, usage } from './failures.ts'
import { findTown } from './find-town.ts'
import { note, print, printJson } from './print.ts'
import { say } from './words.ts'

/** Keys of integrators. */
export const apiKeyCommand: Command = {
  synopsis:
    'api-key add --name N --scope broadcasts:send [--scope …] [--expires 2027-12-31] | api-key list | api-key revoke ID',
  about: say('klucze API dla innych programów', 'API keys for other programs'),
  run([verb, ...args]) {
    switch (verb) {
      case 'add':
        return add(args)
      case 'list':
        return list(args)
      case 'revoke':
        return revoke(args)
      default:
        throw usage(apiKeyCommand.synopsis)
    }
  },
}

async function add(args: string[]): Promise<number> {
  const { values } = parse(args, {
    name: { type: 'string' },
    scope: { type: 'string', multiple: true },
    expires: { type: 'string' },
  })
  if (values.scope === undefined) throw usage(say('Brakuje --scope.', '--scope is missing.'))
  const added = await callApi(findTown(process.env), '/api-keys', addedApiKey, {
    method: 'POST',
    json: {
      name: required(values.name, '--name'),
      scopes: values.scope.flatMap((scope) => scope.split(',')),
      ...(values.expires === undefined ? {} : { expiresAt: endOf(values.expires) }),
    },
  })
  if (values.json) printJson(added)
  else {
    note(say('Zapisz ten klucz teraz: drugi raz go nie pokażemy.', 'Keep this key now: it is not shown again.'))
    print(added.key)
  }
  return exitCodes.ok
}

/** A day holds until its end, in UTC. @throws Failure (usage) */
function endOf(day: string): string {
  const end = new Date(`${day}T23:59:59Z`)
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(end.getTime()))
    throw usage(say(`--expires: „${day}” nie jest datą RRRR-MM-DD.`, `--expires: “${day}” is no date YYYY-MM-DD.`))
  return end.toISOString()
}

async function list(args: string[]): Promise<number> {
  const { values } = parse(args, {})
  const { items } = await callApi(findTown(process.env), '/api-keys', apiKeyList)
  if (values.json) printJson(items)
  else for (const item of items) print(formatKey(item))
  return exitCodes.ok
}

async function revoke(args: string[]): Promise<number> {
  const { values, positionals } = parse(args, {})
  const id = wholeNumber(positionals[0], say('Numer klucza', 'The number of the key'))
  const revoked = await callApi(findTown(process.env), `/api-keys/${id}/revoke`, apiKey, { method: 'POST' })
  if (values.json) printJson(revoked)
  else print(formatKey(revoked))
  return exitCodes.ok
}

function formatKey({ id, name, scopes, lastUsedOn, expiresAt, revokedAt }: ApiKey): string {
  const used = lastUsedOn === null ? say('nieużywany', 'never used') : say(`użyty ${lastUsedOn}`, `used ${lastUsedOn}`)
  const end = revokedAt
    ? say(`odwołany ${revokedAt.slice(0, 10)}`, `revoked ${revokedAt.slice(0, 10)}`)
    : expiresAt
      ? say(`ważny do ${expiresAt.slice(0, 10)}`, `holds until ${expiresAt.slice(0, 10)}`)
      : say('bezterminowy', 'without an end')
  return `${id}  ${name}  ${scopes.join(',')}  ${used}  ${end}`
}
