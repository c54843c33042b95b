import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, test } from 'vitest'
import { readDefinition, start } from '../index.ts'
import { eventOf } from './event-of.ts'
import { fixtureSchema } from './fixture.ts'
import { record } from './record.ts'

const player = fileURLToPath(new URL('play.ts', import.meta.url))
const park = fileURLToPath(new URL('../../fixtures/survey-park.json', import.meta.url))
const at = '2026-03-12T09:00:00Z'

it('what is played in the terminal is recorded as a fixture that plays again word for word', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kurenda-dialogue-'))
  try {
    const out = join(folder, 'out.json')
    const printed = execFileSync(
      process.execPath,
      [player, park, '--at', at, '--contact', 'imie=Ewa', '--record', out],
      { input: 'tak\n/nonsense\nhm\naltana\n/language en\n5\n/skip\n', encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] },
    ) // oxfmt-ignore
    expect(printed).toContain('Dzień dobry, Ewa! Mamy kilka pytań o park przy Lipowej.\nCzy bywasz w parku?\n')
    expect(printed).toContain('· {"is":"finished","ending":"done","outcome":"answered"}')
    const { definition: source, stories } = fixtureSchema.parse(JSON.parse(readFileSync(out, 'utf8')))
    const [story] = stories
    const { definition } = readDefinition(JSON.stringify(source))
    const [play] = story?.plays ?? []
    if (!definition || !story || !play) return expect.fail('nothing was recorded')
    expect(story.answers).toEqual({ visits: true, wish: 'shade', mark: 5 })
    const events = play.turns.flatMap(({ event }) => event ?? [])
    expect(JSON.parse(JSON.stringify(record(definition, 'sms', story.opening, events).play))).toEqual(play)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('a line is an answer or a command', () => {
  const { definition } = readDefinition(
    JSON.stringify(fixtureSchema.parse(JSON.parse(readFileSync(park, 'utf8'))).definition),
  )
  if (!definition) return expect.fail('the park is no dialogue')
  const { session } = start(definition, { at })
  const given = (line: string, channel: 'sms' | 'voice' = 'sms') => eventOf(line, channel, session, at)
  expect(given('1 2')).toEqual({ is: 'answer', at, given: { text: '1 2' } })
  expect(given('1 2 #', 'voice')).toEqual({ is: 'answer', at, given: { keys: '12#' } })
  expect(given('tak', 'voice')).toEqual({ is: 'answer', at, given: { text: 'tak' } })
  expect(given('/location 52.1 21')).toEqual({ is: 'answer', at, given: { location: { lat: 52.1, lon: 21 } } })
  expect(given('/ok hour=9:00 x=a=b')).toEqual({
    is: 'result',
    at,
    of: 'visits',
    ok: true,
    fields: { hour: '9:00', x: 'a=b' },
  })
  expect(given('/leave')).toEqual({ is: 'leave', at })
  for (const line of ['/due', '/language de', '/location x', '/photo', '/what'])
    expect(given(line)).toBeTypeOf('string')
})
