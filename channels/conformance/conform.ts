import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { IncomingContent, Outcome, OutgoingMessage, Session } from '@kurenda/channel'
import { decode } from '@kurenda/sms-text'
import { outgoing, type FakeProvider, type ReceiptState } from './provider.ts'
import { RecordingHost } from './recording-host.ts'

const never = new AbortController().signal

/** What a protocol may not have: nothing comes in, no receipts, no answer after the time for it is over. */
export type Lack = 'texts' | 'receipts' | 'late answers'

/** What every connector promises, tried against a provider that speaks its protocol. Registers the tests. */
export function conform<Config>(
  name: string,
  makeProvider: () => Promise<FakeProvider<Config>>,
  lacks: readonly Lack[] = [],
): void {
  describe(`${name} keeps the contract of a connector:`, () => {
    let provider: FakeProvider<Config>
    let host: RecordingHost
    let session: Session | undefined

    // What does not exist is not registered: a skipped test counts as failed.
    const testUnless = (lack: Lack, title: string, run: () => Promise<void>) => {
      if (!lacks.includes(lack)) test(title, run)
    }
    const describeUnless = (lack: Lack, title: string, run: () => void) => {
      if (!lacks.includes(lack)) describe(title, run)
    }

    beforeEach(async () => {
      provider = await makeProvider()
      host = new RecordingHost()
    })
    afterEach(async () => {
      await session?.close(0)
      session = undefined
      await provider.close()
    })

    async function open(more: Record<string, unknown> = {}): Promise<Session> {
      const config = provider.connector.config.parse({ ...provider.config, ...more })
      session = await provider.connector.open(config, host)
      return session
    }

    async function openUp(): Promise<Session> {
      const opened = await open()
      await host.untilStatus('up')
      return opened
    }

    async function untilTaken(count: number): Promise<void> {
      const limit = performance.now() + 20_000
      while (provider.taken.length < count) {
        if (performance.now() > limit) throw new Error(`the provider was handed ${provider.taken.length} of ${count}`)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }

    const send = (message: Partial<OutgoingMessage> = {}, signal = never): Promise<Outcome> => {
      if (!session) throw new Error('nothing is open')
      return session.send(outgoing(message), signal)
    }

    describe('what it sends', () => {
      test('is accepted with one reference a part, in order, and arrives as it was written', async () => {
        await openUp()
        const message = outgoing({ text: 'Zażółć gęślą jaźń € [1]' })
        const outcome = await session?.send(message, never)
        expect(outcome).toMatchObject({ is: 'accepted' })
        expect(provider.taken).toEqual([{ to: message.to, from: message.from, text: message.text }])
        const { longText } = provider
        if (longText === undefined) return
        const long = await send({ text: longText })
        const parts = provider.taken.slice(1)
        expect(parts.map((part) => part.text).join('')).toBe(longText)
        expect(long.is === 'accepted' && new Set(long.refs).size).toBe(parts.length)
      })

      test('many at once, each gets its own answer', async () => {
        await openUp()
        const outcomes = await Promise.all(Array.from({ length: 40 }, () => send()))
        expect(outcomes.map((outcome) => outcome.is)).toEqual(outcomes.map(() => 'accepted'))
        expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(40)
      })

      test('is refused with the words of the provider', async () => {
        await openUp()
        provider.answer = 'refuse'
        const outcome = await send()
        expect(outcome.is).toBe('refused')
        expect('reason' in outcome && outcome.reason).toMatch(provider.refusalWords)
      })

      test('comes back to be tried again when the provider asks to slow down', async () => {
        await openUp()
        provider.answer = 'throttle'
        expect(await send()).toMatchObject({ is: 'retry', reason: 'throttled' })
      })

      test('is never thrown out of send, whatever the text', async () => {
        await openUp()
        for (const text of ['', '\u0000', '\ud800', 'ą'.repeat(100_000)])
          expect(['accepted', 'refused']).toContain((await send({ text })).is)
        expect(['accepted', 'refused']).toContain((await send({ from: 'Ł\u0000', to: '+' })).is)
      })
    })

    describe('what it surely has not sent', () => {
      test('comes back while there is no connection, and opening does not wait for one', async () => {
        await provider.stop()
        await open()
        expect(await send()).toMatchObject({ is: 'retry', reason: 'not-connected' })
        expect((await host.untilStatus('down')).final).toBe(false)
        expect(provider.taken).toEqual([])
      })

      test('never leaves once its signal is aborted', async () => {
        await openUp()
        const stop = new AbortController()
        const stopped = Array.from({ length: 5 }, () => send({}, stop.signal))
        stop.abort()
        for (const outcome of await Promise.all(stopped)) expect(outcome).toMatchObject({ is: 'retry' })
        expect(await send({}, stop.signal)).toMatchObject({ is: 'retry' })
        await send()
        expect(provider.taken.length).toBe(1)
      })

      test('never leaves once the gateway may not write any more', async () => {
        await openUp()
        const begun = send()
        host.held = false
        expect(await begun).toMatchObject({ is: 'retry' })
        expect(await send()).toMatchObject({ is: 'retry' })
        host.held = true
        await send()
        expect(provider.taken.length).toBe(1)
      })
    })

    describe('what nobody knows', () => {
      test('is uncertain when the answer never comes', async () => {
        await openUp()
        provider.answer = 'hold'
        expect(await send()).toMatchObject({ is: 'uncertain' })
        expect(provider.taken.length).toBe(1)
      })

      testUnless('late answers', 'is settled by an answer that comes late', async () => {
        await openUp()
        provider.answer = 'hold'
        const message = outgoing()
        expect(await session?.send(message, never)).toMatchObject({ is: 'uncertain' })
        provider.release()
        const late = await host.untilReported('late')
        expect(late).toMatchObject({ id: message.id, outcome: { is: 'accepted' } })
      })

      test('is uncertain when the provider hangs up before the answer; what was not written is not', async () => {
        await openUp()
        provider.answer = 'hold'
        const written = Array.from({ length: 5 }, () => send())
        await untilTaken(5)
        const before = host.statuses.length
        await provider.stop()
        for (const outcome of await Promise.all(written)) expect(outcome).toMatchObject({ is: 'uncertain' })
        await host.untilStatus('down', before)
        const later = await Promise.all(Array.from({ length: 5 }, () => send()))
        for (const outcome of later) expect(outcome).toMatchObject({ is: 'retry', reason: 'not-connected' })
        expect(provider.taken.length).toBe(5)
      })
    })

    describe('its connection', () => {
      test('comes back by itself, and staff can see it go and come', async () => {
        await openUp()
        const before = host.statuses.length
        provider.cut()
        const down = await host.untilStatus('down', before)
        expect(down.final).toBe(false)
        expect(Object.values(down.reason)).not.toContain('')
        await host.untilStatus('up', before)
        expect(await send()).toMatchObject({ is: 'accepted' })
        expect(host.statuses[0]).toEqual({ is: 'connecting' })
      })

      test('is down for good, in words, where the provider does not know the credentials', async () => {
        const { config, words } = provider.wrongCredentials
        await open(config)
        const down = await host.untilStatus('down')
        expect(down.final).toBe(true)
        expect(down.reason.pl).toMatch(words)
        expect(down.reason.en).not.toBe(down.reason.pl)
        expect(await send()).toMatchObject({ is: 'retry' })
        expect(provider.taken).toEqual([])
      })

      test('is not given up before what is in flight is answered, and then with a good-bye', async () => {
        await openUp()
        provider.answer = 'hold'
        const inFlight = send()
        await untilTaken(1)
        let closed = false
        const closing = session?.close(20_000).then(() => (closed = true))
        expect(await send()).toMatchObject({ is: 'retry' })
        expect(closed).toBe(false)
        provider.release()
        expect(await inFlight).toMatchObject({ is: 'accepted' })
        await closing
        expect(provider.goodbyes).toBeGreaterThan(0)
        expect(provider.taken.length).toBe(1)
      })

      test('is closed in the time that it is given, and what was not answered is uncertain', async () => {
        await openUp()
        provider.answer = 'hold'
        const inFlight = send()
        await untilTaken(1)
        await session?.close(20)
        expect(await inFlight).toMatchObject({ is: 'uncertain' })
        await session?.close(20)
      })
    })

    describeUnless('texts', 'what a resident writes', () => {
      const text = { from: '+48600700800', to: '+48600100200', text: 'Kiedy wróci woda? Zażółć' }

      test('is acknowledged only once it is stored', async () => {
        await openUp()
        let stored: () => void = () => {}
        host.store = () => new Promise((resolve) => (stored = resolve))
        let answer: string | undefined
        const delivery = provider.deliver(text).then((said) => (answer = said))
        const message = await host.untilReported('message')
        // The connector answers other things in the meantime.
        await send()
        expect(answer).toBeUndefined()
        expect(message).toMatchObject({ from: text.from, to: text.to })
        expect(message.connection).not.toBe('')
        expect(read(message.content)).toBe(text.text)
        stored()
        expect(await delivery).toBe('acknowledged')
      })

      test('is not acknowledged when it could not be stored, so that the provider sends it again', async () => {
        await openUp()
        host.store = async () => Promise.reject(new Error('the database is away'))
        expect(await provider.deliver(text)).toBe('refused')
        host.store = async () => {}
        expect(await provider.deliver(text)).toBe('acknowledged')
      })

      test('tells the provider’s repetition over a new connection from two equal texts over one', async () => {
        await openUp()
        await provider.deliver(text)
        await provider.deliver(text)
        const before = host.statuses.length
        provider.cut()
        await host.untilStatus('down', before)
        await host.untilStatus('up', before)
        await provider.deliver(text)
        const names = host.reported.map((event) => (event.is === 'message' ? event.connection : ''))
        expect(names[0]).toBe(names[1])
        expect(names[2]).not.toBe(names[1])
      })
    })

    describeUnless('receipts', 'receipts', () => {
      test('name the reference of their message in every dialect, with their state', async () => {
        await openUp()
        for (const dialect of provider.dialects)
          for (const state of ['buffered', 'delivered', 'failed', 'expired'] as ReceiptState[]) {
            const at = provider.taken.length
            const message = outgoing()
            const outcome = await session?.send(message, never)
            const ref = outcome?.is === 'accepted' ? outcome.refs[0] : undefined
            expect(await provider.receipt(dialect, at, state)).toBe('acknowledged')
            const receipt = host.reported.at(-1)
            expect(receipt, `${dialect}, ${state}`).toMatchObject({ is: 'receipt', state })
            if (receipt?.is !== 'receipt') continue
            expect([receipt.ref, ...(receipt.otherRefs ?? [])], dialect).toContain(ref)
            if (receipt.address !== undefined) expect(receipt.address).toBe(message.to)
          }
      })

      test('are not acknowledged when they could not be stored', async () => {
        const [dialect] = provider.dialects
        if (dialect === undefined) return
        await openUp()
        await send()
        host.store = async () => Promise.reject(new Error('the database is away'))
        expect(await provider.receipt(dialect, 0, 'delivered')).toBe('refused')
      })
    })

    describe('its trace', () => {
      test('tells each exchange, and neither secrets nor what people write', async () => {
        await openUp()
        const texts = ['Tajemnica pierwsza', 'Tajemnica druga', 'Tajemnica trzecia']
        const accepted = outgoing({ text: texts[0] ?? '' })
        const refused = outgoing({ text: texts[1] ?? '' })
        await session?.send(accepted, never)
        provider.answer = 'refuse'
        await session?.send(refused, never)
        if (!lacks.includes('texts')) {
          await provider.deliver({ from: '+48600700800', to: '+48600100200', text: texts[2] ?? '' })
          expect(host.traces.some((exchange) => exchange.direction === 'in')).toBe(true)
        }
        const about = (message: OutgoingMessage) => host.traces.filter((exchange) => exchange.message === message.id)
        expect(about(accepted)).toMatchObject([{ direction: 'out', ok: true, address: accepted.to }])
        expect(about(refused)).toMatchObject([{ direction: 'out', ok: false }])
        expect(about(refused)[0]?.result).toMatch(/./)
        const all = JSON.stringify(host.traces)
        for (const secret of [...provider.secrets, ...texts]) expect(all).not.toContain(secret)
        // The number stands where the gateway can shorten it, and nowhere else.
        const rest = JSON.stringify(host.traces.map((exchange) => ({ ...exchange, address: undefined })))
        for (const { to } of [accepted, refused]) expect(rest).not.toContain(to.slice(1))
      })

      test('tells a sign-in that was refused', async () => {
        const { config, words } = provider.wrongCredentials
        await open(config)
        await host.untilStatus('down')
        expect(host.traces).toMatchObject([{ ok: false }])
        expect(host.traces[0]?.result).toMatch(words)
        const all = JSON.stringify([host.traces, host.statuses])
        for (const secret of [...provider.secrets, ...Object.values(config)]) expect(all).not.toContain(secret)
      })
    })

    describe('its configuration', () => {
      test('is refused where it is nonsense, and says how much may be in flight where it is not', () => {
        const { connector, config, nonsense } = provider
        const parsed = connector.config.parse(config)
        expect(connector.window(parsed)).toBeGreaterThan(0)
        expect(Number.isInteger(connector.window(parsed))).toBe(true)
        for (const change of nonsense)
          expect(connector.config.safeParse({ ...config, ...change }).success, JSON.stringify(change)).toBe(false)
        for (const empty of [undefined, null, 7, 'smpp', []])
          expect(connector.config.safeParse(empty).success).toBe(false)
      })

      test('survives being stored as JSON', () => {
        const parsed = provider.connector.config.parse(provider.config)
        expect(provider.connector.config.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed)
      })
    })
  })
}

function read(content: IncomingContent): string {
  return 'text' in content ? content.text : decode(content.coding, content.bytes)
}
