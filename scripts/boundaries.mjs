// npm run boundaries: the rules of .dependency-cruiser.cjs hold, and they still bite.
import { existsSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { root } from './install.mjs'
import { node24 } from './node24.mjs'
import { folders, plant, unseen } from './prove.mjs'

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
const leaf = 'export const a = 1\n'
/** Files that the planted ones import. */
const others = /** @type {(readonly [file: string, text: string])[]} */ ([
  ['modules/messaging/inside.ts', leaf],
  ['modules/attic/index.ts', leaf],
  ['modules/accounts/index.ts', leaf],
  ['platform/http/index.ts', leaf],
  ['platform/clock/now.test.ts', leaf],
  ['modules/alerts/index-again.ts', `import './index.ts'\n${leaf}`],
])

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

const { modules, violations } = cruise(root)
for (const { rule, from, to, comment } of violations) {
  process.exitCode = 1
  console.error(`${from} must not import ${to} (${rule}).\n    ${comment}`)
}
for (const file of unseen(modules)) {
  process.exitCode = 1
  console.error(`${file} was not looked at.`)
}

const folder = plant(
  ['.dependency-cruiser.cjs', 'package.json', 'tsconfig.json'],
  [...others, ...planted.map(([, file, imported]) => /** @type {const} */ ([file, `import '${imported}'\n${leaf}`]))],
)
try {
  const caught = cruise(folder).violations
  for (const [rule, file, imported] of planted) {
    if (caught.some((each) => each.rule === rule && dirname(each.from) === dirname(file))) continue
    process.exitCode = 1
    console.error(`The planted violation was not caught: ${file} imports ${imported} (${rule}).`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${modules.length} files looked at, ${violations.length} violations, ${planted.length} planted ones.`)
