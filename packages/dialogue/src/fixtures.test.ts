import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { answerKinds } from './answers/index.ts'
import { readDefinition } from './index.ts'
import type { Definition } from './index.ts'
import { nodeKinds } from './nodes/index.ts'
import { CHANNELS, fixtureSchema } from './play/fixture.ts'
import { record } from './play/record.ts'

const folder = new URL('../fixtures/', import.meta.url)
const files = readdirSync(folder)
const docs = readFileSync(new URL('../../../docs/dialogues.md', import.meta.url), 'utf8')

function read(file: string) {
  const fixture = fixtureSchema.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')))
  const { definition, problems } = readDefinition(JSON.stringify(fixture.definition))
  return { ...fixture, problems, definition: definition ?? expect.fail(JSON.stringify(problems)) }
}

describe.each(files)('%s', (file) => {
  const { definition, problems, stories } = read(file)

  it('is a dialogue without a problem', () => {
    expect(problems).toEqual([])
  })

  it.each(stories)('$about: word for word, and one tally on every channel', ({ opening, plays, answers, ended }) => {
    for (const play of plays) {
      const events = play.turns.flatMap(({ event }) => event ?? [])
      const again = record(definition, play.channel, opening, events)
      // Through JSON, as the fixture went: a field that is undefined is none.
      expect(JSON.parse(JSON.stringify(again.play))).toEqual(play)
      expect({ answers: again.session.answers, ended: again.session.ended }).toEqual({ answers, ended })
    }
  })
})

test('there are at least 60 dialogues, and each is played by SMS and on the web', () => {
  expect(files.length).toBeGreaterThanOrEqual(60)
  for (const file of files) {
    const played = read(file).stories.flatMap(({ plays }) => plays.map(({ channel }) => channel))
    expect(played, file).toEqual(expect.arrayContaining(['sms', 'web']))
  }
})

describe('every kind has what belongs to it:', () => {
  test.each(Object.keys(nodeKinds))('node %s', (kind) => {
    expect(existsSync(new URL(`nodes/${kind}.ts`, import.meta.url))).toBe(true)
    expect(docs).toContain(`\n### \`${kind}\`\n`)
    expectPlayedEverywhere(`node-${kind}.json`, (definition) =>
      Object.values(definition.nodes).some((node) => node.kind === kind),
    )
  })

  test.each(Object.keys(answerKinds))('answer %s', (kind) => {
    expect(existsSync(new URL(`answers/${kind}.ts`, import.meta.url))).toBe(true)
    expect(docs).toContain(`\n#### \`${kind}\`\n`)
    expectPlayedEverywhere(`answer-${kind}.json`, (definition) =>
      Object.values(definition.nodes).some((node) => node.kind === 'ask' && node.answer.kind === kind),
    )
  })
})

function expectPlayedEverywhere(file: string, uses: (definition: Definition) => boolean): void {
  const { definition, stories } = read(file)
  expect(uses(definition)).toBe(true)
  const played = new Set(stories.flatMap(({ plays }) => plays.map(({ channel }) => channel)))
  expect([...played].sort()).toEqual([...CHANNELS].sort())
}
