import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { definitionSchema, run, sessionSchema, start } from './index.ts'
import type { Definition, Event, Session, Step } from './index.ts'
import { fixtureSchema } from './play/fixture.ts'

// The same cases in every run.
fc.configureGlobal({ seed: 20260312, numRuns: 300 })

const folder = new URL('../fixtures/', import.meta.url)
const real = readdirSync(folder).map((file) =>
  definitionSchema.parse(fixtureSchema.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))).definition),
)

const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'constructor', 'nowhere']
const id = fc.constantFrom(...ids)
const text = fc.constantFrom({ pl: 'Tekst {{ a }}{{ imie }}' }, { pl: '{{ zepsuty' }, { en: 'Text', uk: 'Текст' }, {})
const answer = fc.constantFrom(
  { kind: 'choice', choices: [{ id: 'tak', label: { pl: 'Tak' } }, { id: 'stop', label: { pl: '{{ b }}' } }] },
  { kind: 'choices', choices: [{ id: 'x', label: { pl: 'Ławki i kosze' } }, { id: 'y', label: { pl: 'Kosze' } }], least: 0 },
  { kind: 'number', least: -5, most: 10, decimals: 2 },
  { kind: 'scale', from: 0, to: 10 },
  { kind: 'date', earliest: 'today', latest: '+30' },
  { kind: 'date', latest: 'today' },
  { kind: 'text', most: 20 },
  { kind: 'location' },
  { kind: 'photo' },
  { kind: 'yes-no' },
) // oxfmt-ignore
const outside = { send: ['a', 'imie'], keep: ['a', 'b'] }
const node = fc.oneof(
  fc.record({ kind: fc.constant('say'), text, next: id }),
  fc.record({ kind: fc.constant('ask'), question: text, answer, required: fc.boolean(), next: id }),
  fc.record({
    kind: fc.constant('ask'),
    question: text,
    answer,
    patience: fc.constant({ retries: 0, remind: ['1h'], expire: '1d' }),
    whenUnclear: id,
    next: id,
  }),
  fc.record({
    kind: fc.constant('branch'),
    cases: fc.tuple(fc.record({ when: fc.constantFrom({ field: 'a', is: 'tak' }, { field: 'b', atLeast: 3 }, { any: [{ language: 'pl' }] }), next: id })),
    otherwise: id,
  }),
  fc.record({ kind: fc.constant('set-field'), field: id, value: fc.constantFrom(null, 'x', { field: 'a' }, { text: { pl: '{{ a }}{{ a }}' } }), next: id }),
  fc.record({ kind: fc.constantFrom('join', 'leave'), group: fc.constant('Grupa'), next: id }),
  fc.record({ kind: fc.constant('open-conversation'), text, next: id }),
  fc.record({ kind: fc.constant('open-report'), category: fc.constantFrom('dziura', { field: 'a' }), place: id, photo: id, next: id }),
  fc.record({ kind: fc.constant('book'), service: fc.constant('dowód'), ...constants(outside), next: id, whenFailed: id }),
  fc.record({ kind: fc.constant('call-webhook'), hook: fc.constant('odpady'), ...constants(outside), next: id, whenFailed: id }),
  fc.record({ kind: fc.constant('wait'), for: fc.constant('1h'), next: id }),
  fc.record({ kind: fc.constant('wait'), until: fc.record({ field: id, time: fc.constant('08:00'), daysBefore: fc.constant(1) }), next: id }),
  fc.record({ kind: fc.constant('sub-dialogue'), start: id, next: id }),
  fc.record({ kind: fc.constant('hand-to-person') }),
  fc.record({ kind: fc.constant('end'), text }),
) // oxfmt-ignore

function constants(values: Record<string, unknown>) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fc.constant(value)]))
}

/** Of the right form, and otherwise as wrong as can be: `check` would refuse most. */
const invented = fc
  .record({ nodes: fc.dictionary(fc.constantFrom(...ids.slice(0, 7)), node), start: id, whenSilent: id })
  .map((parts) =>
    definitionSchema.parse({
      format: 1, id: 'test', version: 1, title: { pl: 'Próba' }, languages: ['pl', 'uk'], ...parts,
    }),
  ) // oxfmt-ignore
const definition = fc.oneof(invented, fc.constantFrom(...real))

const at = fc
  .date({ min: new Date('2026-01-01T00:00:00Z'), max: new Date('2027-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString())
const said = fc.oneof(
  fc.constantFrom('1', '2', 'tak', 'nie', 'jutro', '5', '1,3 i 5', 'ok', '👍', 'pomiń', 'po angielsku', 'ul. Polna 5', 'człowiek', '15.03', ''),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom('1', '9', ' ', 'nie ', 'dwa ', ',', '.', '-', 'i ', 'a', 'tys ', '😀'), maxLength: 60 }),
  fc.constant('x'.repeat(6_000)),
) // oxfmt-ignore
const given = fc.oneof(
  { weight: 4, arbitrary: said.map((text) => ({ text })) },
  fc.array(fc.constantFrom('tak', 'x', 'y', 'yes', 'no', '3', 'constructor'), { maxLength: 3 }).map((choices) => ({ choices })),
  fc.string({ unit: fc.constantFrom(...'0123456789*#'), maxLength: 10 }).map((keys) => ({ keys })),
  fc.constant({ location: { lat: 52.2, lon: 21 } }),
  fc.constant({ photo: 'photo-1' }),
  fc.constant({ skip: true as const }),
) // oxfmt-ignore
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ is: fc.constant('answer'), at, given }) },
  fc.record({ is: fc.constant('answer'), at, given, to: id }),
  fc.record({ is: fc.constant('timer'), at }),
  fc.record({ is: fc.constant('result'), at, of: id, ok: fc.boolean(), fields: fc.constant({ a: 'x', b: '2026-05-05' }) }),
  fc.record({ is: fc.constant('resume'), at }),
  fc.record({ is: fc.constant('language'), at, language: fc.constantFrom('pl', 'en', 'uk') }),
) // oxfmt-ignore

const opening = { at: '2026-03-12T09:00:00Z', contact: { imie: 'Jan', miejscowosc: 'Dolna' } }

function play(dialogue: Definition, events: readonly Event[]): Step[] {
  const steps = [start(dialogue, opening)]
  for (const each of events) steps.push(run(dialogue, steps.at(-1)?.session ?? start(dialogue, opening).session, each))
  return steps
}

function last(steps: readonly Step[]): Session {
  return steps.at(-1)?.session ?? expect.fail('no step')
}

describe('whatever the dialogue and whatever happens', () => {
  it('the engine never throws, and always ends its step', () => {
    fc.assert(
      fc.property(definition, fc.array(event, { maxLength: 12 }), (dialogue, events) => {
        for (const { effects } of play(dialogue, events)) expect(effects.length).toBeLessThan(3_000)
      }),
    )
  })

  it('what is no event at all changes nothing', () => {
    fc.assert(
      fc.property(definition, fc.anything(), (dialogue, junk) => {
        const { session } = start(dialogue, opening)
        // @ts-expect-error: junk is no event
        expect(run(dialogue, session, junk)).toEqual({ session, effects: [] })
      }),
    )
  })

  it('no place is passed twice without something to hear, so nothing is sent twice', () => {
    fc.assert(
      fc.property(definition, fc.array(event, { maxLength: 8 }), (dialogue, events) => {
        for (const { effects } of play(dialogue, events)) {
          const asked = effects.filter((effect) => effect.is === 'send' && effect.prompt.question)
          expect(asked.length).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it.each(['STOP', 'stop.', 'Stop, dziękuję', 'СТОП', 'Wypisz mnie', 'unsubscribe', 'STOP STOP'])(
    'a person who writes %s has left, wherever they were',
    (word) => {
      fc.assert(
        fc.property(definition, fc.array(event, { maxLength: 8 }), at, (dialogue, events, moment) => {
          const before = last(play(dialogue, events))
          const { session, effects } = run(dialogue, before, { is: 'answer', at: moment, given: { text: word } })
          expect(session.ended).toBeDefined()
          if (before.ended === undefined) expect(effects).toEqual([{ is: 'finished', ending: 'left' }])
          expect(session.due).toBeUndefined()
        }),
        { numRuns: 60 },
      )
    },
  )

  it('a session is JSON: stored and read again it goes on as if it had not been', () => {
    fc.assert(
      fc.property(definition, fc.array(event, { maxLength: 8 }), event, (dialogue, events, next) => {
        const session = last(play(dialogue, events))
        const stored = sessionSchema.parse(JSON.parse(JSON.stringify(session)))
        expect(stored).toEqual(session)
        expect(run(dialogue, stored, next)).toEqual(run(dialogue, session, next))
      }),
    )
  })

  it('the same input gives the same output, and nothing given is changed', () => {
    fc.assert(
      fc.property(definition, fc.array(event, { maxLength: 8 }), (dialogue, events) => {
        const before = structuredClone({ dialogue, events })
        expect(play(dialogue, events)).toEqual(play(structuredClone(dialogue), events))
        expect({ dialogue, events }).toEqual(before)
      }),
    )
  })

  it('a session that has ended hears nothing more, and passes what is written on to the inbox', () => {
    fc.assert(
      fc.property(definition, fc.array(event, { maxLength: 8 }), given, at, (dialogue, events, late, moment) => {
        const left = run(dialogue, last(play(dialogue, events)), { is: 'leave', at: moment }).session
        expect(run(dialogue, left, { is: 'answer', at: moment, given: late })).toEqual({
          session: left,
          effects: [{ is: 'pass-on' }],
        })
        expect(run(dialogue, left, { is: 'timer', at: moment })).toEqual({ session: left, effects: [] })
      }),
    )
  })
})
