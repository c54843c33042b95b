import { operations, type Operation } from '@kurenda/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { ApiRoute } from './api.ts'
import { openTestApi, type TestApi } from './test-api.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi({ now: '2026-05-20T10:00:00Z' })
})
afterAll(() => api.close())

const prefix = '/api/v1'
/** The API's own description asks for no key. */
const isAsked = ({ method, url, allows }: ApiRoute) =>
  url.startsWith(`${prefix}/`) && method !== 'HEAD' && (allows !== undefined || url !== `${prefix}/openapi.json`)

/** Several calls of the client may share a route: one message, or many. */
function byRoute(): Map<string, Operation[]> {
  const all = Object.values(operations).flatMap((verbs) => Object.values<Operation>(verbs))
  return Map.groupBy(all, ({ method, path }) => `${method} ${path}`)
}

test('the client has a call for every route of the public API, and none that is not there', () => {
  const routes = api.routes.filter(isAsked).map(({ method, url }) => `${method} ${url.slice(prefix.length)}`)
  expect(routes.length).toBeGreaterThan(100)
  expect([...byRoute().keys()].sort()).toEqual(routes.sort())
})

test('each call takes and answers what its route does, schema by schema', () => {
  const calls = byRoute()
  for (const { method, url, schema } of api.routes.filter(isAsked)) {
    const name = `${method} ${url.slice(prefix.length)}`
    const of = calls.get(name) ?? []
    const together = (part: (call: Operation) => unknown, io: 'input' | 'output') => {
      const schemas = of.map(part).filter(isSchema)
      return asJson(schemas.length > 1 ? z.union(schemas) : schemas[0], io)
    }
    expect({
      name,
      params: together(({ params }) => params, 'input'),
      query: together(({ query }) => query, 'input'),
      body: together(({ body }) => body, 'input'),
      answer: together(({ answer }) => answer, 'output'),
    }).toEqual({
      name,
      params: asJson(schema?.params, 'input'),
      query: asJson(schema?.querystring, 'input'),
      body: asJson(schema?.body, 'input'),
      answer: asJson(Object.values(schema?.response ?? {})[0], 'output'),
    })
  }
})

const isSchema = (value: unknown): value is z.ZodType => value instanceof z.ZodType

function asJson(schema: unknown, io: 'input' | 'output'): unknown {
  return isSchema(schema) ? z.toJSONSchema(schema, { io, unrepresentable: 'any' }) : undefined
}
