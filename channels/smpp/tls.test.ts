import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Session } from '@kurenda/channel'
import { outgoing, RecordingHost } from '#channels/conformance'
import { SmppProvider } from './fake-provider.ts'
import { smpp } from './index.ts'
import { makeCertificate } from './make-certificate.ts'

const name = 'smsc.gmina.example'
const never = new AbortController().signal

let certificate: Awaited<ReturnType<typeof makeCertificate>>
let provider: SmppProvider
let host: RecordingHost
let session: Session | undefined

beforeAll(async () => {
  certificate = await makeCertificate(name)
})
beforeEach(async () => {
  provider = await SmppProvider.open({ tls: { cert: certificate.cert, key: certificate.key } })
  host = new RecordingHost()
})
afterEach(async () => {
  await session?.close(0)
  await provider.close()
})

async function open(more: Record<string, unknown>): Promise<void> {
  session = await smpp.open(smpp.config.parse({ ...provider.config, tls: true, ...more }), host)
}

/** Down for that reason, and the provider has not seen a password. */
async function expectDistrust(words: RegExp): Promise<void> {
  expect((await host.untilStatus('down')).reason.pl).toMatch(words)
  expect(provider.attempts).toBe(0)
}

test('a provider whose certificate a named authority signed, for its name, is trusted', async () => {
  await open({ tlsCa: certificate.cert, tlsServerName: name })
  await host.untilStatus('up')
  expect(await session?.send(outgoing(), never)).toMatchObject({ is: 'accepted' })
})

test('a certificate that nobody vouches for gets no password', async () => {
  await open({ tlsServerName: name })
  await expectDistrust(/nie jest zaufany/)
})

test('a certificate for another name gets no password', async () => {
  await open({ tlsCa: certificate.cert, tlsServerName: 'smsc.inna.example' })
  await expectDistrust(/wystawiony na inną nazwę/)
})

test('the address itself must be in the certificate where no name is given', async () => {
  await open({ tlsCa: certificate.cert })
  await expectDistrust(/wystawiony na inną nazwę/)
})

test('the one certificate that is named by its fingerprint is trusted, whoever signed it', async () => {
  await open({ tlsFingerprint: certificate.fingerprint })
  await host.untilStatus('up')
  expect(await session?.send(outgoing(), never)).toMatchObject({ is: 'accepted' })
})

test('any other certificate than the one that is named gets no password', async () => {
  const other = await makeCertificate(name)
  await open({ tlsFingerprint: other.fingerprint.replaceAll(':', '').toLowerCase(), tlsCa: certificate.cert })
  await expectDistrust(/nie jest tym, który podano/)
})

test('a provider that does not speak TLS gets no password', async () => {
  const plain = await SmppProvider.open()
  session = await smpp.open(smpp.config.parse({ ...plain.config, tls: true }), host)
  await host.untilStatus('down')
  expect(plain.attempts).toBe(0)
  await session.close(0)
  await plain.close()
})
