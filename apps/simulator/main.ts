import { createWeb } from './web.ts'
import { openSmsc } from './smsc.ts'
import { Phones } from './phones.ts'

/** A provider and its phones, for the demo town: a process of its own that speaks SMPP like any operator. */
const { env } = process
const host = env.HOST ?? '127.0.0.1'
const phones = new Phones()
const smsc = await openSmsc({
  host,
  port: Number(env.SIMULATOR_SMPP_PORT ?? 2775),
  systemId: env.SIMULATOR_SYSTEM_ID ?? 'kurenda',
  password: env.SIMULATOR_PASSWORD ?? 'simulator',
  phones,
})
const web = createWeb({ phones, smsc })
await web.listen({ host, port: Number(env.SIMULATOR_HTTP_PORT ?? 8081) })

async function stop(): Promise<void> {
  await web.close()
  await smsc.close()
  process.exit(0)
}
process.once('SIGTERM', () => void stop())
process.once('SIGINT', () => void stop())
process.once('disconnect', () => void stop())
process.send?.({ ready: true })
