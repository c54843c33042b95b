import { describe, expect, it } from 'vitest'
import { readDefinition, run, start } from './index.ts'
import type { Definition, Event, Given, Session } from './index.ts'

const at = '2026-03-12T09:00:00Z'

function dialogue(answer: object, more: object = {}, ask: object = {}): Definition {
  const source = {
    format: 1,
    id: 'test',
    version: 1,
    title: { pl: 'Próba', en: 'Test' },
    languages: ['pl', 'en'],
    start: 'q',
    nodes: {
      q: { kind: 'ask', question: { pl: 'Pytanie?', en: 'Question?' }, answer, next: 'end', ...ask },
      end: { kind: 'end' },
    },
    ...more,
  }
  const { definition, problems } = readDefinition(JSON.stringify(source))
  return definition ?? expect.fail(JSON.stringify(problems))
}

function answer(definition: Definition, given: Given, session?: Session) {
  const event: Event = { is: 'answer', at, given }
  return run(definition, session ?? start(definition, { at }).session, event)
}

const choice = {
  kind: 'choice',
  choices: [
    { id: 'skip', label: { pl: 'Pomiń kolejkę', en: 'Skip' } },
    { id: 'person', label: { pl: 'Urzędnik', en: 'Clerk' } },
  ],
}

describe('a wish', () => {
  it('gives way to a choice of the same name', () => {
    expect(answer(dialogue(choice), { text: 'urzędnik' }).session.answers).toEqual({ q: 'person' })
    expect(answer(dialogue(choice), { text: 'skip' }).session.answers).toEqual({ q: 'skip' })
  })

  it('goes before a free text, which would swallow it', () => {
    const text = dialogue({ kind: 'text' }, {}, { required: false })
    expect(answer(text, { text: 'pomiń' }).effects).toContainEqual({ is: 'record', node: 'q', field: 'q', value: null })
    expect(answer(text, { text: 'in English' }).session).toMatchObject({ language: 'en', answers: {} })
    expect(answer(text, { text: 'człowiek' }).session.ended).toBe('handed-over')
  })

  it('to skip what is required is answered by why it cannot be', () => {
    const { effects, session } = answer(dialogue(choice), { skip: true })
    expect(session.tries).toBe(1)
    expect(effects[0]).toMatchObject({
      is: 'send',
      prompt: { again: { because: 'misunderstood', why: { is: 'required' } } },
    })
  })

  it('for a language that the dialogue does not speak is an answer like any other', () => {
    expect(answer(dialogue({ kind: 'text' }), { text: 'українською' }).session.answers).toEqual({ q: 'українською' })
  })
})

describe('what a channel gives that a question does not take', () => {
  it.each<Given>([
    { choices: ['nowhere'] },
    { choices: ['skip', 'person'] },
    { photo: 'p' },
    { location: { lat: 1, lon: 1 } },
    { keys: '9' },
  ])('is asked again: %j', (given) => {
    const { session } = answer(dialogue(choice), given)
    expect(session).toMatchObject({ tries: 1, answers: {} })
  })
})

describe('keys of a telephone', () => {
  const twelve = Array.from({ length: 12 }, (_, index) => ({
    id: `c${index + 1}`,
    label: { pl: `Wieś ${'abcdefghijkl'[index]}`, en: 'V' },
  }))

  it.each([
    [{ kind: 'choices', choices: twelve }, '1*12#', ['c1', 'c12']],
    [{ kind: 'choice', choices: twelve }, '11', 'c11'],
    [{ kind: 'number', decimals: 1 }, '12*5#', 12.5],
    [{ kind: 'date' }, '1503', '2026-03-15'],
    [{ kind: 'scale', from: 0, to: 10 }, '10', 10],
    [{ kind: 'yes-no' }, '2', false],
  ])('%j by %s', (kind, keys, value) => {
    expect(answer(dialogue(kind), { keys }).session.answers).toEqual({ q: value })
  })

  it('# alone skips what may be skipped, and * alone repeats', () => {
    const definition = dialogue({ kind: 'number' }, {}, { required: false })
    expect(answer(definition, { keys: '#' }).effects).toContainEqual({
      is: 'record',
      node: 'q',
      field: 'q',
      value: null,
    })
    expect(answer(definition, { keys: '*' })).toMatchObject({
      session: { tries: 0 },
      effects: [{ is: 'send', prompt: { again: { because: 'resumed' } } }],
    })
  })
})

describe('a form', () => {
  it('that was open while the dialogue went on answers nothing, and is shown the present question', () => {
    const definition = dialogue(choice)
    const { session } = start(definition, { at })
    const { effects, session: after } = run(definition, session, {
      is: 'answer',
      at,
      given: { text: '1' },
      to: 'earlier',
    })
    expect(after).toEqual(session)
    expect(effects).toMatchObject([{ is: 'send', prompt: { node: 'q', again: { because: 'resumed' } } }])
  })
})

describe('a reminder', () => {
  it('comes as often as was said, then the question is given up; an answer in between is heard', () => {
    const definition = dialogue({ kind: 'yes-no' }, { patience: { retries: 1, remind: ['1h', '2h'], expire: '1d' } })
    let { session } = start(definition, { at })
    expect(session.due).toBe('2026-03-12T10:00:00.000Z')
    const early = run(definition, session, { is: 'timer', at: '2026-03-12T09:59:59Z' })
    expect(early).toEqual({ session, effects: [] })
    session = run(definition, session, { is: 'timer', at: '2026-03-12T10:00:00Z' }).session
    expect(session).toMatchObject({ reminded: 1, due: '2026-03-12T12:00:00.000Z' })
    session = run(definition, session, { is: 'timer', at: '2026-03-12T12:00:00Z' }).session
    expect(session).toMatchObject({ reminded: 2, due: '2026-03-13T12:00:00.000Z' })
    expect(answer(definition, { text: 'tak' }, session).session.ended).toBe('done')
    expect(run(definition, session, { is: 'timer', at: '2026-03-13T12:00:00Z' }).session.ended).toBe('silent')
  })
})

describe('a session', () => {
  it('keeps of the contact only what the dialogue reads', () => {
    const definition = dialogue({ kind: 'yes-no' }, {}, { question: { pl: 'Pani {{ Imię }}?', en: '{{ imie }}?' } })
    const { session, effects } = start(definition, { at, contact: { imię: 'Ewa', pesel: '00000000000' } })
    expect(session.contact).toEqual({ imie: 'Ewa' })
    expect(effects).toMatchObject([{ is: 'send', prompt: { text: 'Pani Ewa?' } }])
  })

  it('whose place is gone from the definition comes to a person, not to a dead end', () => {
    const definition = dialogue({ kind: 'yes-no' })
    const session = { ...start(definition, { at }).session, node: 'gone' }
    const { effects, session: after } = answer(definition, { text: 'tak' }, session)
    expect(after.ended).toBe('broken')
    expect(effects.map(({ is }) => is)).toEqual(['send', 'hand-over', 'finished'])
  })
})
