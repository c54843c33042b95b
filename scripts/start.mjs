// npm start: installs and builds what is missing or stale, then runs the town.
import { buildConsole } from './build-console.mjs'
import { install } from './install.mjs'
import { become } from './node24.mjs'

install()
buildConsole()
become('apps/server/supervise.ts', process.argv.slice(2))
