import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOffice, password, type Ask, type Office } from './test-office.ts'
import { makePng } from './test-picture.ts'

let office: Office
let admin: Ask
let cookie: string
beforeAll(async () => {
  office = await openOffice()
  await office.addStaff('anna@gmina.example', 'administrator')
  const entered = await office.tryPassword('anna@gmina.example', password)
  cookie = entered.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
  admin = office.withCookie(cookie)
})
afterAll(() => office.close())

const upload = (bytes: Buffer, type = 'application/octet-stream') =>
  office.upload(cookie, '/organization/logo', bytes, type)
const rename = (more: object) => admin('PATCH', '/organization', { name: 'Gmina Testowa', language: 'pl', ...more })
const brand = async () =>
  (await admin('GET', '/me')).json<{ organization: { brand: { logo: string | null; colour: string | null } } }>()
    .organization.brand

test('a logo is shown to everyone as what its bytes are, whatever it was called', async () => {
  const png = makePng(120, 40)
  expect((await upload(png, 'image/jpeg')).statusCode).toBe(200)
  const { logo } = await brand()
  const shown = await office.visit('GET', logo ?? '')
  expect(shown.statusCode).toBe(200)
  expect(shown.headers).toMatchObject({
    'content-type': 'image/png',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  })
  expect(shown.rawPayload.equals(png)).toBe(true)
  // A new one has another address, and the old one is nowhere.
  await upload(makePng(120, 40, [122, 21, 51]))
  expect((await brand()).logo).not.toBe(logo)
  expect((await office.visit('GET', logo ?? '')).statusCode).toBe(404)
})

test('what may hold a script, is too large, or has a strange shape is refused in words, and the logo stays', async () => {
  const before = (await brand()).logo
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  expect((await upload(svg, 'image/png')).json()).toMatchObject({ code: 'logo-unreadable' })
  expect((await upload(svg, 'image/svg+xml')).statusCode).toBe(415)
  expect((await upload(makePng(4, 4))).json()).toMatchObject({ code: 'logo-size', params: { width: 4, largest: 2000 } })
  expect((await upload(makePng(2400, 40))).json()).toMatchObject({ code: 'logo-size' })
  expect((await upload(Buffer.alloc(600_000))).statusCode).toBe(413)
  expect((await brand()).logo).toBe(before)
  expect((await admin('DELETE', '/organization/logo')).json()).toMatchObject({ logo: null })
})

test('a colour in which nobody can read is refused with the nearest one in which everybody can', async () => {
  const refused = (await rename({ colour: '#FFD500' })).json<{ params: { nearest: string; ratio: string } }>()
  expect(refused).toMatchObject({ code: 'colour-illegible', params: { colour: '#ffd500' } })
  expect((await rename({ colour: refused.params.nearest })).statusCode).toBe(200)
  expect((await brand()).colour).toBe(refused.params.nearest)
  // What is not named stays; null is Kurenda's own again.
  await rename({})
  expect((await brand()).colour).toBe(refused.params.nearest)
  await rename({ colour: null })
  expect((await brand()).colour).toBeNull()
  expect((await rename({ colour: 'red' })).json()).toMatchObject({ code: 'invalid-request' })
})
