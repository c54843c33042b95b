import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { connect, readReceipt, readPart } from '@kurenda/smpp'
const p = spawn('perl', ['e2e/smsc.pl', '--log', '/tmp/e2e/log', '--throttle', '5', '--reject', '77'], { stdio: ['pipe', 'pipe', 'inherit'] })
const lines = createInterface({ input: p.stdout })
const port: number = await new Promise((r) => lines.once('line', (l) => r(JSON.parse(l).port)))
lines.on('line', (l) => console.log(l))
let receipts = 0, first = ''
const opts = (password: string) => ({ host: '127.0.0.1', port, systemId: 'u', password, window: 200,
  onRequest: async (r: any) => { const rec = readReceipt(r.pdu ?? r); if (rec) { receipts++; first ||= JSON.stringify(rec) } else console.log('MO', JSON.stringify(readPart(r.pdu ?? r))); return undefined } })
await connect(opts('bad') as any).catch((e) => console.log('bad:', e.message))
const s = await connect(opts('sezam') as any)
console.log(Object.getOwnPropertyNames(Object.getPrototypeOf(s)))
const t = Date.now()
const N = 10000
const answers: Record<string, number> = {}
await Promise.all(Array.from({ length: N }, async (_, i) => {
  const a: any = await s.request({ command: 'submit_sm', service_type: '', source_addr_ton: 1, source_addr_npi: 1, source_addr: '48500100200', dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: String(48600000000 + i), esm_class: 0, protocol_id: 0, priority_flag: 0, schedule_delivery_time: '', validity_period: '', registered_delivery: 1, replace_if_present_flag: 0, data_coding: 8, sm_default_msg_id: 0, short_message: Buffer.from('ąę'.repeat(30), 'utf16le').swap16(), tlvs: [] } as any)
  answers[a.status] = (answers[a.status] ?? 0) + 1
  if (i === 5) console.log(a)
}))
console.log(N / (Date.now() - t) * 1000, 'per s', answers)
p.stdin.write('mo 48600000001 48500100200 ' + Buffer.from('Dziękuję '.repeat(10), 'utf16le').swap16().toString('hex') + '\nstats\n')
await new Promise((r) => setTimeout(r, 3000))
console.log({ receipts }, first)
p.stdin.write('stats\n')
await new Promise((r) => setTimeout(r, 300))
s.destroy('end'); p.stdin.end()
await new Promise((r) => p.once('exit', (c) => r(console.log('exit', c))))
