import { writeFileSync } from 'node:fs'
import { pino } from 'pino'
import { NewsStream } from '#modules/integrations'
import type { Permission } from '#modules/accounts'
import { systemClock } from '#platform/clock'
import { openPool } from '#platform/db'
import { openSeal } from '#platform/seal'
import { createApi } from './api.ts'

/** Where the page of the public API lies. */
export const apiPage = new URL('../../docs/api.md', import.meta.url)

interface Operation {
  summary?: string
  parameters?: { name: string; in: string; required?: boolean }[]
  requestBody?: unknown
}

/** The page of the public API, from its own OpenAPI document and the permission that each route names. */
export function describeApi(
  document: { paths?: object | undefined },
  allows: ReadonlyMap<string, Permission | undefined>,
): string {
  const inOrder = (one: string, other: string) => pathOf(one).localeCompare(pathOf(other), 'en')
  const rows = Object.entries<object>({ ...document.paths }).flatMap(([path, operations]) =>
    Object.entries<Operation>({ ...operations }).map(([method, operation]) => row(path, method, operation, allows)),
  )
  return [
    '# The API',
    '',
    'Below `/api/v1`, with a key: `Authorization: Bearer kur_…` (`npm run kurenda -- api-key add`). Shapes of bodies and answers are in the',
    'OpenAPI 3.1 document at `/api/v1/openapi.json`; what can go wrong is in [errors](errors.md), limits in [accounts](accounts.md).',
    'Lists are read page by page: give the `next` of one page as `cursor` of the next. A `POST` that sends takes an `Idempotency-Key`: the',
    'same request under the same key is carried out once; the key is kept for seven days. [packages/sdk](../packages/sdk) is a typed client',
    'of all of it. Written by `node apps/server/write-api-docs.ts`.',
    '',
    '| | path | permission | |',
    '| --- | --- | --- | --- |',
    ...rows.sort(inOrder),
    '',
  ].join('\n')
}

function row(
  path: string,
  method: string,
  operation: Operation,
  allows: ReadonlyMap<string, Permission | undefined>,
): string {
  const query = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query').map(({ name }) => name)
  const route = `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`
  const words = [operation.summary ?? '', query.length > 0 ? `(\`${query.join('`, `')}\`)` : ''].filter(Boolean)
  return `| ${method.toUpperCase()} | \`${path.replace('/api/v1', '')}\` | ${allows.get(route) ?? ''} | ${words.join(' ')} |`
}

/** A row's path first, then its method. */
function pathOf(line: string): string {
  const [method = '', path = ''] = line.split(' | ').map((cell) => cell.replace(/^\| /, ''))
  return `${path} ${method}`
}

/** The page as the server's routes would have it. Nothing is connected to. */
async function writePage(): Promise<void> {
  const allows = new Map<string, Permission | undefined>()
  const nowhere = openPool('postgres://nobody@127.0.0.1:1/none', { name: 'docs' })
  const server = await createApi({
    api: nowhere,
    engine: nowhere,
    clock: systemClock,
    logger: pino({ level: 'silent' }),
    news: new NewsStream(nowhere),
    authSecret: 'x'.repeat(32),
    seal: openSeal('docs'),
    publicUrl: 'http://127.0.0.1:8080',
    onRoute: (route) => allows.set(`${route.method} ${route.url}`, route.allows),
  })
  await server.ready()
  writeFileSync(apiPage, describeApi(server.swagger(), allows))
  await server.close()
  await nowhere.end()
}

if (import.meta.main) await writePage()
