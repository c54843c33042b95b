import { describe, expect, it, test } from 'vitest'
import { explain, MAX_BYTES, MAX_NODES, migrate, readDefinition } from '../index.ts'
import type { Problem } from '../index.ts'

const end = { kind: 'end' }
const ask = { kind: 'ask', question: { pl: 'Tak?' }, answer: { kind: 'yes-no' }, next: 'end' }

function definition(nodes: Record<string, object>, more: object = {}) {
  const [start] = Object.keys(nodes)
  return { format: 1, id: 'test', version: 1, title: { pl: 'Próba' }, languages: ['pl'], start, nodes, ...more }
}

function problemsOf(nodes: Record<string, object>, more?: object, fields?: string[]): Problem[] {
  return readDefinition(JSON.stringify(definition(nodes, more)), fields).problems
}

describe('a definition is refused, with the node where it is wrong,', () => {
  it('that leads to a node which does not exist', () => {
    expect(problemsOf({ a: { ...ask, next: 'nowhere' } })).toEqual([
      { code: 'refers-to-nothing', node: 'a', to: 'nowhere' },
    ])
    expect(problemsOf({ a: ask, end }, { whenSilent: 'constructor' })).toEqual([
      { code: 'refers-to-nothing', to: 'constructor' },
    ])
  })

  it('that goes in a circle without asking', () => {
    const nodes = {
      a: { ...ask, next: 'b' },
      b: { kind: 'say', text: { pl: 'W kółko' }, next: 'c' },
      c: { kind: 'branch', cases: [{ when: { field: 'a', is: true }, next: 'b' }], otherwise: 'a' },
    }
    expect(problemsOf(nodes)).toEqual([{ code: 'loops-without-asking', node: 'b', through: ['b', 'c', 'b'] }])
  })

  it('that goes in a circle through a webhook, or through a sub-dialogue that asks nothing', () => {
    const outside = { kind: 'call-webhook', hook: 'x', next: 'w', whenFailed: 'w' }
    expect(problemsOf({ w: outside })).toEqual([{ code: 'loops-without-asking', node: 'w', through: ['w', 'w'] }])
    const silent = { s: { kind: 'sub-dialogue', start: 't', next: 's' }, t: { kind: 'say', text: { pl: 'T' }, next: 'end' }, end }
    expect(problemsOf(silent)).toEqual([{ code: 'loops-without-asking', node: 's', through: ['s', 's'] }])
    expect(problemsOf({ ...silent, t: ask })).toEqual([])
    expect(problemsOf({ s: { kind: 'sub-dialogue', start: 's', next: 'end' }, end })).toMatchObject([{ code: 'loops-without-asking' }])
  }) // oxfmt-ignore

  it('that lacks a translation, or has a template that cannot be used', () => {
    expect(problemsOf({ a: ask, end }, { languages: ['pl', 'uk'], title: { pl: 'Próba', uk: 'Спроба' } })).toEqual([
      { code: 'missing-translation', node: 'a', language: 'uk' },
    ])
    expect(problemsOf({ a: { ...ask, question: { pl: 'Ile {% for x in y %}?' } }, end })).toMatchObject([
      { code: 'bad-template', node: 'a', language: 'pl' },
    ])
  })

  it('whose choice is called STOP', () => {
    const choices = [
      { id: 'go', label: { pl: 'Dalej' } },
      { id: 'no', label: { pl: 'Stop!' } },
    ]
    expect(problemsOf({ a: { ...ask, answer: { kind: 'choice', choices } }, end })).toEqual([
      { code: 'choice-says-stop', node: 'a', choice: 'Stop!' },
    ])
  })

  it('that is of the wrong form', () => {
    expect(problemsOf({ a: { ...ask, answer: { kind: 'scale', from: 5, to: 5 } }, end })).toMatchObject([
      { code: 'wrong-form', node: 'a', path: 'nodes.a.answer' },
    ])
    expect(problemsOf({ a: { kind: 'teleport' } })).toMatchObject([{ code: 'wrong-form', node: 'a' }])
    expect(problemsOf({ a: { kind: 'join', next: 'end' }, end })).toMatchObject([{ code: 'wrong-form', node: 'a' }])
    expect(problemsOf({ a: { ...ask, typo: true }, end })).toMatchObject([{ code: 'wrong-form', node: 'a' }])
    for (const source of ['[]', 'null', '7'])
      expect(readDefinition(source).problems).toEqual([{ code: 'not-a-definition' }])
    expect(readDefinition('{}').problems).toContainEqual({
      code: 'wrong-form',
      path: 'id',
      why: {
        pl: 'Nieprawidłowe dane wejściowe: oczekiwano string, otrzymano undefined',
        en: 'Invalid input: expected string, received undefined',
      },
    })
  })

  it('that is too big, of too many nodes, no JSON, or of a newer format', () => {
    expect(readDefinition(`"${'ą'.repeat(MAX_BYTES / 2)}"`).problems).toMatchObject([{ code: 'too-big' }])
    const many = Object.fromEntries(Array.from({ length: MAX_NODES + 1 }, (_, i) => [`n${i}`, end]))
    expect(problemsOf(many)).toEqual([{ code: 'too-many-nodes', nodes: MAX_NODES + 1, most: MAX_NODES }])
    expect(readDefinition('{"format": 1,').problems).toEqual([{ code: 'not-json' }])
    expect(readDefinition('['.repeat(100_000)).problems).toEqual([{ code: 'not-json' }])
    expect(problemsOf({ end }, { format: 2 })).toEqual([{ code: 'newer-format', format: 2, known: 1 }])
  })
})

it('as many nodes as are allowed, one after another, are not too many to check', () => {
  const nodes = Object.fromEntries(
    Array.from({ length: MAX_NODES }, (_, i) => [
      `n${i}`,
      i + 1 < MAX_NODES ? { kind: 'say', text: { pl: 'Dalej' }, next: `n${i + 1}` } : end,
    ]),
  )
  expect(problemsOf(nodes)).toEqual([])
})

describe('a definition is used with a warning', () => {
  it('when nothing leads to a node', () => {
    const { definition: used, problems } = readDefinition(JSON.stringify(definition({ a: ask, end, island: end })))
    expect(used).toBeDefined()
    expect(problems).toEqual([{ code: 'never-reached', node: 'island' }])
  })

  it('when a field is neither the contact’s nor written anywhere', () => {
    const nodes = { a: { ...ask, question: { pl: '{{ Imię }}, {{ nazwisko }}, {{ a }}?' } }, end }
    expect(problemsOf(nodes, {}, ['imie'])).toEqual([{ code: 'unknown-field', node: 'a', field: 'nazwisko' }])
    expect(problemsOf(nodes)).toEqual([])
  })

  it('when two choices are called the same', () => {
    const choices = [
      { id: 'x', label: { pl: 'Środa' } },
      { id: 'y', label: { pl: 'środa.' } },
    ]
    expect(problemsOf({ a: { ...ask, answer: { kind: 'choice', choices } }, end })).toEqual([
      { code: 'choices-sound-alike', node: 'a', choices: ['x', 'y'] },
    ])
  })
})

test('every problem is said in Polish and in English, with its node', () => {
  const problem: Problem = { code: 'refers-to-nothing', node: 'a', to: 'b' }
  expect(explain(problem, 'pl')).toBe('Węzeł „a”: prowadzi do węzła „b”, którego nie ma.')
  expect(explain(problem, 'en')).toBe('Node "a": leads to node "b", which does not exist.')
  expect(explain({ code: 'too-big', bytes: 5_100_000, most: MAX_BYTES }, 'pl')).toBe(
    'definicja ma 5.1 MB, a może mieć najwyżej 5 MB.',
  )
})

describe('a definition of an older format', () => {
  it('is brought to the newest, format by format', () => {
    const steps = {
      2: (old: Record<string, unknown>) => ({ ...old, title: { pl: old['name'] }, name: undefined }),
      3: (old: Record<string, unknown>) => ({ ...old, languages: ['pl'] }),
    }
    expect(migrate({ format: 1, name: 'Park' }, steps, 3)).toEqual({
      format: 3,
      title: { pl: 'Park' },
      languages: ['pl'],
    })
    expect(migrate({ format: 3 }, steps, 3)).toEqual({ format: 3 })
  })

  it('is left to the schema when it tells no format', () => {
    for (const json of [{}, { format: 'x' }, { format: 0 }, { format: 1.5 }]) expect(migrate(json)).toBe(json)
  })
})
