import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo, LookupFunction } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openOffice, type Ask, type Office } from './test-office.ts'

/** The office's provider, which the operator allowed, and something else on this machine. */
let provider: Server
let other: Server
let office: Office
let admin: Ask
/** What the names of this test stand for. */
let stands = '9.9.9.9'
let heard: string[] = []
/** Where the provider says that its tokens are. */
let tokensAt: Server

const lookup: LookupFunction = (name, options, done) => {
  const address = name.endsWith('.example') ? stands : name
  if (options.all) done(null, [{ address, family: 4 }])
  else done(null, address, 4)
}
const at = (server: Server) => `127.0.0.1:${(server.address() as AddressInfo).port}`

beforeAll(async () => {
  const speak = (name: string) =>
    createServer(({ url }, response) => {
      heard.push(`${name} ${url}`)
      const issuer = `http://${at(provider)}`
      response.setHeader('content-type', 'application/json').end(
        JSON.stringify({
          issuer,
          authorization_endpoint: `${issuer}/auth`,
          token_endpoint: `http://${at(tokensAt)}/token`,
          jwks_uri: `${issuer}/keys`,
        }),
      )
    })
  provider = speak('provider')
  other = speak('other')
  for (const one of [provider, other]) await once(one.listen(0, '127.0.0.1'), 'listening')
  office = await openOffice({ outgoing: { lookup, allowed: [at(provider)] } })
  await office.addStaff('anna@gmina.example', 'administrator')
  admin = await office.signIn('anna@gmina.example')
})
afterAll(async () => {
  await office.close()
  provider.close()
  other.close()
})
beforeEach(() => {
  stands = '9.9.9.9'
  heard = []
  tokensAt = provider
})

const save = (issuer: string) =>
  admin('PUT', '/identity-provider', {
    label: 'Konto urzędu',
    issuer,
    clientId: 'kurenda',
    clientSecret: 'tajny',
    enabled: true,
  })
const check = async () => (await admin('POST', '/identity-provider/check')).json<object>()

test('an issuer inside is refused beside its field before anything asks it', async () => {
  const inside = [`http://${at(other)}`, 'http://localhost:9200', 'https://[::ffff:127.0.0.1]', 'https://10.1.2.3']
  for (const issuer of inside) {
    const refused = await save(issuer)
    expect(refused.json()).toMatchObject({ status: 422, code: 'issuer-inside', params: { fields: ['issuer'] } })
  }
  stands = '169.254.169.254'
  expect((await save('https://metadane.example')).json()).toMatchObject({
    code: 'issuer-inside',
    detail: expect.stringContaining('metadane.example') as string,
  })
  expect(heard).toEqual([])
})

test('an issuer whose name comes to stand for something inside is not asked any more', async () => {
  expect((await save('https://logowanie.example')).statusCode).toBe(200)
  stands = '127.0.0.1'
  expect(await check()).toEqual({ works: false, inside: 'logowanie.example' })
})

/** Somebody goes to the provider and comes back; where they end, and what was asked meanwhile. */
async function comeBack(): Promise<{ ends: string | undefined; asked: string[] }> {
  const { rows } = await office.db.owner.query<{ slug: string }>('SELECT slug FROM organization WHERE id = $1', [
    office.organizationId,
  ])
  const begun = await office.visit('GET', `/console-api/auth/oidc/${rows[0]?.slug}`)
  const state = new URL(begun.headers.location ?? '').searchParams.get('state')
  const cookie = begun.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  heard = []
  const path = `/console-api/auth/oidc/callback?code=abc&state=${state}`
  const { headers } = await office.visit('GET', path, undefined, { cookie })
  return { ends: headers.location, asked: heard }
}

test('an issuer that the operator allowed is asked; where it sends the server inside, the server does not go', async () => {
  expect((await save(`http://${at(provider)}`)).statusCode).toBe(200)
  expect(await check()).toEqual({ works: true, inside: null })
  // These tokens are none, but they were asked for.
  expect((await comeBack()).asked).toEqual(['provider /.well-known/openid-configuration', 'provider /token'])
  tokensAt = other
  expect(await check()).toEqual({ works: false, inside: at(other) })
  expect(await comeBack()).toEqual({
    ends: '/console/?refused=provider-refused',
    asked: ['provider /.well-known/openid-configuration'],
  })
})

test('who has a copy of the database does not have the secret of the provider', async () => {
  await save(`http://${at(provider)}`)
  const { rows } = await office.db.owner.query('SELECT * FROM identity_provider')
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toContain('tajny')
})
