import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchBase } from './base.ts'
import { benchConsole } from './console.ts'
import { benchDialogues } from './dialogues.ts'
import { benchSurveys } from './surveys.ts'
import { benchDispatch } from './dispatch.ts'
import { isMissed, targetOf, type Figure } from './figure.ts'
import { benchGrowth } from './growth.ts'
import { benchLatency } from './latency.ts'
import { benchThread } from './thread.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    data: { type: 'string' },
    only: { type: 'string', default: '' },
    count: { type: 'string' },
    'memory-count': { type: 'string' },
    held: { type: 'string' },
    'emergency-count': { type: 'string' },
    seconds: { type: 'string' },
  },
})

const say = (line: string) => console.error(line)

const benches: Record<string, () => Promise<Figure[]>> = {
  import: () => benchThread('import', say),
  broadcast: () => benchThread('broadcast', say),
  incoming: () => benchThread('incoming', say),
  base: () => inFolder((folder) => benchBase(values.data ?? folder, values.only, say)),
  console: () =>
    values.only === 'size'
      ? benchConsole(undefined, say)
      : inFolder((folder) => benchConsole(values.data ?? folder, say)),
  dialogues: async () => [
    ...benchDialogues(),
    ...(await benchSurveys(
      { people: Number(values.count ?? 15_000), responses: Number(values.held ?? 1_000_000) },
      say,
    )),
  ],
  dispatch: () =>
    benchDispatch(
      { count: Number(values.count ?? 300_000), memoryCount: Number(values['memory-count'] ?? 1_000_000) },
      say,
    ),
  growth: () =>
    benchGrowth({ count: Number(values.count ?? 100_000), held: Number(values.held ?? 10_000_000) }, values.only, say),
  latency: () =>
    benchLatency(
      {
        count: Number(values.count ?? 500_000),
        emergency: Number(values['emergency-count'] ?? 1_000),
        perSecond: 2_000,
        seconds: Number(values.seconds ?? 30),
      },
      say,
    ),
}

const bench = benches[positionals[0] ?? '']
if (!bench) {
  console.error(
    [
      `Which? npm run bench -- ${Object.keys(benches).join(' | ')} [--json] [--check]`,
      '  base: --data FOLDER (kept and used again) --only BEGINNING (of the names of figures)',
      '  console: --data FOLDER (kept and used again) --only size (without a browser)',
      '  dispatch: --count 300000 --memory-count 1000000',
      '  dialogues: --count 15000 (people who answer) --held 1000000 (responses of the survey whose results are opened)',
      '  growth: --count 100000 --held 10000000 (messages that a database holds before) --only held | organizations',
      '  latency: --count 500000 (of the bulk) --emergency-count 1000 --seconds 30 (of incoming texts)',
    ].join('\n'),
  )
  process.exit(2)
}
tell(await bench())

function tell(figures: Figure[]): void {
  if (values.json) {
    const told = nest(figures.map((f) => [f.name, f.value]))
    const targets = nest(figures.map((f) => [f.name, targetOf(f)]))
    console.log(JSON.stringify(values.check ? { ...told, targets } : told))
  } else
    for (const f of figures) {
      const target = targetOf(f)
      const line = `${f.name.padEnd(32)} ${f.value.toFixed(f.digits ?? 0).padStart(9)} ${f.unit}`
      console.log(target === '' ? line : `${line}  (target: ${target})`)
    }
  if (values.check && figures.some(isMissed)) process.exitCode = 1
}

/** `a.b` becomes b in a. */
function nest(figures: [name: string, value: unknown][]): object {
  const root: Record<string, unknown> = {}
  for (const [name, value] of figures) {
    const path = name.split('.')
    let place = root
    for (const step of path.slice(0, -1)) place = (place[step] ??= {}) as Record<string, unknown>
    place[path.at(-1) ?? name] = value
  }
  return root
}

async function inFolder(run: (folder: string) => Promise<Figure[]>): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kurenda-bench-'))
  try {
    return await run(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
