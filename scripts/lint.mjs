// npm run lint: the rules of .oxlintrc.json hold, and they still bite.
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './install.mjs'
import { node24 } from './node24.mjs'
import { plant, unseen } from './prove.mjs'

const linter = join(root, 'node_modules', '.bin', 'oxlint')

/** What may not get past the linter: rule, file, text. Planted in a copy of the layout, never in the project. */
const planted = /** @type {[rule: string, file: string, text: string][]} */ ([
  ['no-floating-promises', 'modules/audience/a.ts', "import { Pool } from 'pg'\nnew Pool().query('select 1')\n"],
  ['no-misused-promises', 'modules/broadcasts/a.ts', '[1].forEach(async () => {})\n'],
  ['await-thenable', 'modules/broadcasts/b.ts', 'await 1\n'],
  [
    'switch-exhaustiveness-check',
    'modules/messaging/a.ts',
    "export const a = (is: 'b' | 'c') => {\n  switch (is) {\n    case 'b':\n      return 1\n  }\n  return 2\n}\n",
  ],
  ['no-unsafe-assignment', 'platform/db/a.ts', "export const a: string = JSON.parse('1')\n"],
  ['restrict-template-expressions', 'channels/smpp/a.ts', 'export const a = `${{}}`\n'],
  ['no-unnecessary-type-assertion', 'e2e/a.ts', 'export const a = (b: string) => b as string\n'],
  ['no-unused-vars', 'bench/a.ts', 'const a = 1\n'],
  ['eqeqeq', 'packages/sms-text/src/a.ts', 'export const a = (b: number) => b == 1\n'],
  ['in-catalogues', 'apps/console/src/a.tsx', 'export const A = () => <p>Dzień dobry</p>\n'],
  ['in-catalogues', 'apps/console/src/b.tsx', 'export const B = () => <input aria-label="Imię" />\n'],
  ['in-catalogues', 'packages/ui/src/c.tsx', "export const C = ({ a = 1 }) => <p>{a > 1 ? 'Tak' : null}</p>\n"],
  ['no-floating-promises', 'apps/console/src/d.tsx', "export const D = () => void 1\nfetch('/')\n"],
  ['no-undef', 'scripts/a.mjs', 'export const a = b\n'],
])

/** @param {string} folder with the layout of the project @param {string[]} args */
function lint(folder, ...args) {
  const run = spawnSync(node24(), [linter, ...args], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 })
  return { status: run.status, output: `${run.stdout}${run.stderr}` }
}

const { status, output } = lint(root)
if (status !== 0) process.exitCode = 1
console.log(output.trim())

for (const file of unseen(lint(root, '--debug=files').output.split('\n'))) {
  process.exitCode = 1
  console.error(`${file} was not looked at.`)
}

const folder = plant(
  [
    '.oxlintrc.json',
    'tsconfig.json',
    'apps/console/tsconfig.json',
    'packages/ui/tsconfig.json',
    'scripts/lint-words.mjs',
  ],
  planted.map(([, file, text]) => [file, text]),
)
try {
  const found = lint(folder, '--format=unix').output.split('\n')
  for (const [rule, file, text] of planted) {
    if (found.some((line) => line.includes(`${file}:`) && line.includes(rule))) continue
    process.exitCode = 1
    console.error(`The planted violation was not caught (${rule}):\n${text}`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${planted.length} planted violations.`)
