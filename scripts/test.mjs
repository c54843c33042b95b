// npm test: everything, each static check counted as one test. The last line is "N passed, N failed".
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { buildConsole } from './build-console.mjs'
import { install, root } from './install.mjs'
import { compileCache, node24 } from './node24.mjs'
import { haveTools } from './tools.mjs'

const bin = join(root, 'node_modules', '.bin')

// One processor for each of the two that run at a time: with more, the compiler does the same work twice.
const tsc = join(root, 'node_modules', 'typescript-native', 'bin', 'tsc')

install()
haveTools()
buildConsole()

const checks = [
  { name: 'types', run: ['node', tsc, '--singleThreaded', '-p', 'tsconfig.json'] },
  { name: 'types of the console', run: ['node', tsc, '--singleThreaded', '-p', 'apps/console/tsconfig.json'] },
  { name: 'lint, and planted violations of it', run: ['node', 'scripts/lint.mjs'] },
  { name: 'format', run: ['oxfmt', '--check', '.'] },
  { name: 'boundaries, and planted violations of them', run: ['node', 'scripts/boundaries.mjs'] },
  { name: 'nothing unused', run: ['knip'] },
]

let passed = 0
let failed = 0
// The linter alone takes as long as all the others.
await Promise.all([
  check(checks.filter(({ name }) => name.startsWith('lint'))),
  check(checks.filter(({ name }) => !name.startsWith('lint'))),
])
const tests = vitest()
passed += tests.passed
failed += tests.failed
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

/** One after the other. @param {typeof checks} some */
async function check(some) {
  for (const { name, run } of some) {
    const begun = Date.now()
    const { status, output } = await capture(run)
    const seconds = ((Date.now() - begun) / 1000).toFixed(1)
    console.log(`${status === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
    if (status === 0) passed++
    else {
      failed++
      console.log(output.trim().replace(/^/gm, '    '))
    }
  }
}

/** Unit, integration and browser tests; a skipped one counts as failed. */
function vitest() {
  const folder = mkdtempSync(join(tmpdir(), 'kurenda-report-'))
  try {
    const report = join(folder, 'report.json')
    const args = [join(bin, 'vitest'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const run = spawnSync(node24(), args, { cwd: root, env: environment(), stdio: ['ignore', 'inherit', 'inherit'] })
    if (!existsSync(report)) return { passed: 0, failed: 1 }
    const found = count(JSON.parse(readFileSync(report, 'utf8')))
    if (found.skipped > 0) console.log(`${found.skipped} tests were skipped; that counts as failed.`)
    const failures = found.failed + found.skipped
    // An error outside of any test, or no test at all, is a failure too.
    return { passed: found.passed, failed: failures === 0 && (run.status !== 0 || found.passed === 0) ? 1 : failures }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {{ testResults: { status: string, assertionResults: { status: string }[] }[] }} report */
function count({ testResults }) {
  const sum = { passed: 0, failed: 0, skipped: 0 }
  for (const file of testResults) {
    const states = file.assertionResults.map((test) => test.status)
    for (const state of states) {
      if (state === 'passed') sum.passed++
      else if (state === 'failed') sum.failed++
      else sum.skipped++
    }
    // A file that cannot even be loaded has no test that could fail.
    if (file.status === 'failed' && !states.includes('failed')) sum.failed++
  }
  return sum
}

/** @param {string[]} command @returns {Promise<{ status: number | null, output: string }>} */
function capture([program = '', ...args]) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
    child.on('error', (error) => resolve({ status: null, output: error.message }))
    child.on('close', (status) => resolve({ status, output }))
  })
}

/** With the project's programs, its Node 24 first of all. */
function environment() {
  return {
    ...process.env,
    NODE_COMPILE_CACHE: compileCache,
    PATH: [bin, dirname(node24()), process.env.PATH].join(delimiter),
  }
}
