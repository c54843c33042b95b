import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/**
 * Programs that the tests need and npm cannot bring. A test never skips itself for lack of one: it is installed where
 * this is root on Debian, else the run ends here and says what to install.
 */
const tools = [
  {
    name: 'Chromium',
    debian: 'chromium',
    found: () => existsSync(process.env.KURENDA_CHROMIUM ?? '/usr/bin/chromium'),
    otherwise: 'install it, and set KURENDA_CHROMIUM to its path where that is not /usr/bin/chromium',
  },
  {
    name: "Perl's Net::SMPP",
    debian: 'libnet-smpp-perl',
    found: () => spawnSync('perl', ['-MNet::SMPP', '-e1'], { stdio: 'ignore' }).status === 0,
    otherwise: 'install it (Debian: apt-get install libnet-smpp-perl)',
  },
]

/** Makes sure that all are there; ends the process with code 1 where one is missing and cannot be installed. */
export function haveTools() {
  const missing = tools.filter((tool) => !tool.found())
  if (missing.length > 0 && process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    const packages = missing.map((tool) => tool.debian)
    console.log(`Installing ${packages.join(', ')} …`)
    apt('update')
    apt('install', '--yes', '--no-install-recommends', ...packages)
  }
  const stillMissing = tools.filter((tool) => !tool.found())
  for (const tool of stillMissing) console.error(`The tests need ${tool.name}: ${tool.otherwise}.`)
  if (stillMissing.length === 0) return
  console.log(`0 passed, ${stillMissing.length} failed`)
  process.exit(1)
}

/** @param {string[]} args */
function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const run = spawnSync('apt-get', ['-q', ...args], { env, encoding: 'utf8', maxBuffer: 1 << 28 })
  if (run.status !== 0) console.error(run.error?.message ?? `${run.stdout}${run.stderr}`)
}
