// npm run sdk [folder]: the API's client as a package that other programs install: plain JavaScript for Node 20 and browsers.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { install, root } from './install.mjs'
import { node24 } from './node24.mjs'

const target = resolve(process.env.INIT_CWD ?? process.cwd(), process.argv[2] ?? '.')
install()
const work = mkdtempSync(join(tmpdir(), 'kurenda-sdk-'))
try {
  const built = join(work, 'built')
  const tsc = join(root, 'node_modules', 'typescript-native', 'bin', 'tsc')
  run(node24(), [tsc, '-p', join(root, 'packages', 'sdk', 'tsconfig.package.json'), '--outDir', built])
  const sdk = join(work, 'package')
  const contract = join(sdk, 'node_modules', '@kurenda', 'contract')
  assemble('sdk', sdk, { bundleDependencies: ['@kurenda/contract'], engines: { node: '>=20' } })
  // Within the client's own package: nobody needs the one without the other.
  assemble('contract', contract, {})
  for (const file of ['LICENSE', join('packages', 'sdk', 'README.md')])
    cpSync(join(root, file), join(sdk, baseOf(file)))
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--silent', '--pack-destination', target], sdk))
  console.log(join(target, packed.filename))

  /**
   * @param {string} name of the folder in packages/
   * @param {string} into
   * @param {object} more of its package.json
   */
  function assemble(name, into, more) {
    mkdirSync(dirname(into), { recursive: true })
    cpSync(join(built, name, 'src'), join(into, 'dist'), { recursive: true })
    const about = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'))
    const exports = { '.': { types: './dist/index.d.ts', default: './dist/index.js' } }
    writeFileSync(join(into, 'package.json'), JSON.stringify({ ...about, ...more, exports }, null, 2))
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}

/** @param {string} file */
function baseOf(file) {
  return file.split(/[\\/]/).at(-1) ?? file
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {string} [cwd]
 */
function run(program, args, cwd = root) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${stdout}${stderr}`)
  return stdout
}
