import { readFile } from 'node:fs/promises'
import fastify, { type FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Phones } from './phones.ts'
import type { Smsc } from './smsc.ts'

const files: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'phones.css': 'text/css; charset=utf-8',
  'phones.js': 'text/javascript; charset=utf-8',
}

const number = z.string().regex(/^\+\d{7,15}$/)
const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(40),
  search: z.string().max(20).default(''),
})
const written = z.object({ to: z.string().min(1).max(20), text: z.string().min(1).max(1530) })

/** The page of the phones and its JSON. Every address in it is relative: it also works below /simulator/. */
export function createWeb({ phones, smsc }: { phones: Phones; smsc: Smsc }): FastifyInstance {
  const web = fastify({ bodyLimit: 65_536, forceCloseConnections: true })
  web.get('/', (_, reply) => file('index.html', reply))
  web.get<{ Params: { name: string } }>('/:name', (request, reply) => file(request.params.name, reply))

  async function file(name: string, reply: import('fastify').FastifyReply): Promise<unknown> {
    const type = Object.hasOwn(files, name) ? files[name] : undefined
    if (type === undefined) return reply.code(404).send({ code: 'not-found' })
    return reply
      .type(type)
      .header('content-security-policy', "default-src 'self'; frame-ancestors 'self'")
      .send(await readFile(new URL(`page/${name}`, import.meta.url)))
  }

  web.get('/phones', async (request) => {
    const { limit, search } = listQuery.parse(request.query)
    return phones.latest(limit, search)
  })
  web.get<{ Params: { number: string } }>('/phones/:number', async (request, reply) => {
    return phones.get(request.params.number) ?? reply.code(404).send({ code: 'not-found' })
  })
  web.post<{ Params: { number: string } }>('/phones/:number/messages', async (request, reply) => {
    const from = number.safeParse(request.params.number)
    const body = written.safeParse(request.body)
    if (!from.success || !body.success) return reply.code(400).send({ code: 'invalid-request' })
    smsc.write(from.data, body.data.to, body.data.text)
    return reply.code(202).send({})
  })
  web.get('/events', (request, reply) => {
    reply.hijack()
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    reply.raw.write(': phones\n\n')
    // A bulk send brings thousands a second; the page needs to know only that something came.
    let changed = new Set<string>()
    const timer = setInterval(() => {
      if (changed.size === 0) return
      reply.raw.write(`data: ${JSON.stringify([...changed].slice(-100))}\n\n`)
      changed = new Set()
    }, 250)
    const hear = (from: string) => void changed.add(from)
    phones.on('text', hear)
    request.raw.on('close', () => {
      clearInterval(timer)
      phones.off('text', hear)
    })
  })
  return web
}
