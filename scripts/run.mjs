// npm run kurenda | bench | e2e | chaos: a TypeScript program of the project, on the Node it needs.
import { install } from './install.mjs'
import { become } from './node24.mjs'

const [file, ...args] = process.argv.slice(2)
if (file === undefined) {
  console.error('Usage: node scripts/run.mjs <file.ts> [arguments]')
  process.exit(2)
}
install()
become(file, args)
