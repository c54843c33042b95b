// npm run dialogue -- file.json: a dialogue in the terminal, and a recorder of fixtures.
import { readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { explain } from '../check/explain.ts'
import { isWarning } from '../check/problem.ts'
import type { Event } from '../event.ts'
import { languageSchema } from '../language.ts'
import { readDefinition } from '../read-definition.ts'
import { run } from '../run.ts'
import { start } from '../start.ts'
import type { Step } from '../follow.ts'
import { eventOf, HELP } from './event-of.ts'
import { channelSchema, fixtureSchema } from './fixture.ts'
import { recordStory } from './record.ts'
import { screenOf } from './screen-of.ts'

const USAGE = `npm run dialogue -- FILE.json [--language pl|en|uk] [--channel sms|web|voice|app|email] [--at INSTANT] [--contact FIELD=VALUE]… [--record OUT.json]
FILE is a definition or a fixture. --at: when it begins, for a recording that is the same each time.`

const optionsSchema = z.object({
  language: languageSchema.exactOptional(),
  channel: channelSchema.default('sms'),
  at: z.iso.datetime().default(new Date().toISOString()),
  contact: z.array(z.templateLiteral([z.string(), '=', z.string()])).default([]),
  record: z.string().exactOptional(),
})

const { file, options } = parseOptions()
if (file === undefined || !options) fail(USAGE)
const source = readSource(file)
const { definition, problems } = readDefinition(source)
for (const problem of problems) console.error(`${isWarning(problem) ? '!' : '✗'} ${explain(problem, 'en')}`)
if (!definition) process.exit(1)

const { channel, language, contact } = options
const opening = {
  at: options.at,
  ...(language && { language }),
  ...(contact.length > 0 && { contact: Object.fromEntries(contact.map(fieldAndValue)) }),
}
const events: Event[] = []
let step = start(definition, opening)
show(step)
console.error(HELP)
const terminal = createInterface({ input: process.stdin, output: process.stderr, prompt: '> ' })
terminal.prompt()
for await (const line of terminal) {
  const event = eventOf(line, channel, step.session, now())
  if (typeof event === 'string') console.error(event)
  else {
    events.push(event)
    step = run(definition, step.session, event)
    show(step)
  }
  if (step.session.ended !== undefined) break
  terminal.prompt()
}
terminal.close()
if (options.record !== undefined) {
  const story = recordStory(definition, file, opening, [[channel, events]])
  const fixture = { about: definition.id, definition: JSON.parse(source) as unknown, stories: [story] }
  writeFileSync(options.record, `${JSON.stringify(fixture, null, 2)}\n`)
}

function parseOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        language: { type: 'string' },
        channel: { type: 'string' },
        at: { type: 'string' },
        contact: { type: 'string', multiple: true },
        record: { type: 'string' },
      },
    })
    return { file: positionals[0], options: optionsSchema.safeParse(values).data }
  } catch {
    return fail(USAGE)
  }
}

/** A fixture's own definition may be played again. */
function readSource(path: string): string {
  const text = readText(path)
  try {
    const fixture = fixtureSchema.safeParse(JSON.parse(text))
    return fixture.success ? JSON.stringify(fixture.data.definition) : text
  } catch {
    return text
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return fail(`${path} cannot be read.`)
  }
}

function fieldAndValue(pair: string): [string, string] {
  const [field = '', ...value] = pair.split('=')
  return [field, value.join('=')]
}

/** A minute passes between two lines, and a timer brings its own time. */
function now(): string {
  const last = events.at(-1)?.at ?? options?.at ?? ''
  return new Date(Date.parse(last) + 60_000).toISOString()
}

function show({ effects }: Step): void {
  if (definition) for (const line of screenOf(effects, channel, definition)) console.log(line)
}

function fail(message: string): never {
  console.error(message)
  process.exit(2)
}
