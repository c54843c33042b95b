// npm run boundaries: the rules of .dependency-cruiser.cjs hold, and they still bite.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  copyFileSync,
  existsSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { root } from './install.mjs'
import { node24 } from './node24.mjs'

const folders = ['apps', 'bench', 'channels', 'e2e', 'modules', 'packages', 'platform']
const cruiser = join(root, 'node_modules', '.bin', 'depcruise')

/** One violation for each kind of rule: rule, file, what it imports. Planted in a copy of the layout, never in the project. */
const planted = /** @type {[rule: string, file: string, imported: string][]} */ ([
  ['calls-go-down-from-audience', 'modules/audience/index.ts', '#modules/broadcasts'],
  ['modules-by-the-front-door', 'modules/broadcasts/index.ts', '../messaging/inside.ts'],
  ['the-domain-knows-no-http', 'modules/templates/index.ts', '#platform/http'],
  ['rooms-by-the-front-door', 'apps/server/index.ts', '../../modules/messaging/inside.ts'],
  ['every-room-has-its-floor', 'modules/inbound/index.ts', '#modules/attic'],
  ['channels-know-their-contract-only', 'channels/smpp/index.ts', '#platform/db'],
  ['the-register-lists-connectors-only', 'channels/register/index.ts', '#platform/db'],
  ['modules-know-no-connector', 'modules/messaging/index.ts', '#channels/smpp'],
  ['platform-knows-no-domain', 'platform/db/index.ts', '#modules/accounts'],
  ['packages-are-pure', 'packages/smpp/src/index.ts', '../../../platform/db/index.ts'],
  ['browsers-know-contract-and-ui-only', 'apps/console/src/index.ts', '../../../platform/db/index.ts'],
  ['contract-and-sdk-run-in-browsers', 'packages/sdk/src/index.ts', 'node:http'],
  ['nothing-leans-on-tests', 'platform/clock/index.ts', './now.test.ts'],
  ['everything-resolves', 'modules/cases/index.ts', './missing.ts'],
  ['no-cycles', 'modules/alerts/index.ts', './index-again.ts'],
])
/** Files that the planted ones import. */
const others = [
  'modules/messaging/inside.ts',
  'modules/attic/index.ts',
  'modules/accounts/index.ts',
  'platform/http/index.ts',
  'platform/clock/now.test.ts',
]

/**
 * @param {string} folder with the layout of the project
 * @returns {{ modules: string[], violations: { rule: string, from: string, to: string, comment: string }[] }}
 */
function cruise(folder) {
  const args = [
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'json',
    ...folders.filter((name) => existsSync(join(folder, name))),
  ]
  const run = spawnSync(node24(), [cruiser, ...args], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 })
  if (!run.stdout.startsWith('{')) throw new Error(`dependency-cruiser failed: ${run.stdout}${run.stderr}`)
  const { modules, summary } = JSON.parse(run.stdout)
  /** @type {Map<string, string>} */
  const comments = new Map(summary.ruleSetUsed.forbidden.map((/** @type {any} */ rule) => [rule.name, rule.comment]))
  return {
    modules: modules.map((/** @type {any} */ each) => each.source),
    violations: summary.violations.map((/** @type {any} */ each) => ({
      rule: each.rule.name,
      from: each.from,
      to: each.to,
      comment: comments.get(each.rule.name) ?? '',
    })),
  }
}

/** Every source file of ours must have been looked at: a cruiser that sees nothing finds nothing. */
function unseen(/** @type {string[]} */ seen) {
  const known = new Set(seen)
  return folders
    .filter((name) => existsSync(join(root, name)))
    .flatMap((name) =>
      readdirSync(join(root, name), { recursive: true, encoding: 'utf8' }).map((file) => `${name}/${file}`),
    )
    .filter((file) => /\.tsx?$/.test(file) && !/(^|\/)(node_modules|dist|dist\.new)\/|\.d\.ts$/.test(file))
    .filter((file) => !known.has(file))
}

function plant() {
  const folder = mkdtempSync(join(tmpdir(), 'kurenda-planted-'))
  for (const file of ['.dependency-cruiser.cjs', 'package.json', 'tsconfig.json'])
    copyFileSync(join(root, file), join(folder, file))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const write = (/** @type {string} */ file, /** @type {string} */ text) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  for (const file of others) write(file, 'export const a = 1\n')
  for (const [, file, imported] of planted) write(file, `import '${imported}'\nexport const a = 1\n`)
  write('modules/alerts/index-again.ts', "import './index.ts'\nexport const a = 1\n")
  return folder
}

let failed = false
const { modules, violations } = cruise(root)
for (const { rule, from, to, comment } of violations) {
  failed = true
  console.error(`${from} must not import ${to} (${rule}).\n    ${comment}`)
}
for (const file of unseen(modules)) {
  failed = true
  console.error(`${file} was not looked at.`)
}

const folder = plant()
try {
  const caught = cruise(folder).violations
  for (const [rule, file, imported] of planted) {
    if (caught.some((each) => each.rule === rule && dirname(each.from) === dirname(file))) continue
    failed = true
    console.error(`The planted violation was not caught: ${file} imports ${imported} (${rule}).`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${modules.length} files looked at, ${violations.length} violations, ${planted.length} planted ones.`)
process.exit(failed ? 1 : 0)
