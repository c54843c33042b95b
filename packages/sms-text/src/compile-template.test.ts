import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { compileTemplate, MAX_TEMPLATE_LENGTH, TemplateError } from './index.ts'

// The same cases in every run.
fc.configureGlobal({ seed: 20100127 })

function render(source: string, row: Record<string, string>): string {
  return compileTemplate(source).forColumns(Object.keys(row))(Object.values(row))
}

function codeOf(source: string): string {
  try {
    compileTemplate(source)
    return 'accepted'
  } catch (error) {
    return error instanceof TemplateError ? error.code : `another error: ${String(error)}`
  }
}

describe('a variable', () => {
  test.each(['Imię', 'imie', 'IMIĘ', 'imię', ' imi ę ', 'i-m_ię'])('named imię finds the column %j', (column) => {
    expect(render('Dzień dobry {{ imię }}!', { [column]: 'Jan' })).toBe('Dzień dobry Jan!')
  })

  it('may be a name with spaces and signs', () => {
    const row = { 'Imię i nazwisko': 'Jan Nowak', 'Kwota (zł)': '12,50', 'nr.domu': '7', '2 rata': '1 maja' }
    expect(render('{{ Imię i nazwisko }}|{{Kwota (zł)}}|{{ nr.domu | upcase }}|{{- 2 rata -}}|', row)).toBe(
      'Jan Nowak|12,50|7|1 maja|',
    )
    expect(compileTemplate('{{ Imię i nazwisko }}{{ Kwota (zł) }}').variables).toEqual([
      'Imię i nazwisko',
      'Kwota (zł)',
    ])
  })

  it('keeps names apart that only differ in a sign', () => {
    expect(
      render('{{ a.b }}{{ a (b }}{{ a_b }}{% if a_b == "3" %}!{% endif %}', { 'a.b': '1', 'a (b': '2', a_b: '3' }),
    ).toBe('123!')
  })

  it('that no column has is told, also when only a condition or a filter uses it', () => {
    const template = compileTemplate(
      '{{ imie | default: zastepczo }} {% if pilne == "tak" %}{{ adres }}{% endif %}{% case rok %}{% when x %}{% endcase %}',
    )
    expect(template.variables).toEqual(['imie', 'zastepczo', 'pilne', 'adres', 'rok', 'x'])
    expect(template.unknown(['Imię', 'ADRES'])).toEqual(['zastepczo', 'pilne', 'rok', 'x'])
    expect(template.forColumns([])([])).toBe(' ')
  })

  test.each(['__proto__', 'constructor', 'toString', 'size', 'first', 'length'])(
    'named %s is a column like any other',
    (name) => {
      expect(render(`{{ ${name} }}{% if x %}{% endif %}`, {})).toBe('')
      expect(compileTemplate(`{{ ${name} }}{% if x %}{% endif %}`).forColumns([name])(['v'])).toBe('v')
    },
  )
})

describe('a value', () => {
  test.each(['{{ tajne }}', '{% if x %}', '<b>&amp;</b>', '{% render "package.json" %}', '$&', '%}'])(
    'of %j is plain text',
    (value) => {
      expect(render('-{{ a }}-', { a: value, tajne: 'X' })).toBe(`-${value}-`)
      expect(render('-{{ a }}-{% if a %}{% endif %}', { a: value, tajne: 'X' })).toBe(`-${value}-`)
    },
  )

  it('that is empty counts as false', () => {
    expect(render('{% if a %}jest{% else %}brak{% endif %}{% unless a %}!{% endunless %}', { a: '' })).toBe('brak!')
  })
})

describe('what is offered', () => {
  test.each([
    ['{{ a | default: "x" }}', '', 'x'],
    ['{{ a | capitalize }}', 'jAN', 'Jan'],
    ['{{ a | upcase }}', 'żółw', 'ŻÓŁW'],
    ['{{ a | downcase }}', 'Ł', 'ł'],
    ['{{ a | strip }}', ' x ', 'x'],
    ['{{ a | truncate: 6 }}', 'abcdefgh', 'abc...'],
    ['{{ a | truncate: 2, "" }}', '🙂🙂🙂', '🙂🙂'],
    ['{{ a | replace: ".", "," }}', '1.5', '1,5'],
    ['{% comment %}{{ b }}{% endcomment %}x', '', 'x'],
    ['{% raw %}{{ a }}{% endraw %}', '1', '{{ a }}'],
    ['{% case a %}{% when "1" %}raz{% else %}inne{% endcase %}', '1', 'raz'],
    ['{% if a contains "b" and a != "b" %}tak{% endif %}', 'abc', 'tak'],
  ])('%s with %j gives %j', (source, a, text) => {
    expect(render(source, { a })).toBe(text)
  })

  test.each([
    'for i in a',
    'assign x = a',
    'capture x',
    'include "package.json"',
    'render "package.json"',
    'layout "x"',
    'block x',
    'tablerow i in a',
    'cycle 1',
    'increment x',
    'echo a',
    'liquid',
    '# note',
    'constructor',
    '__proto__',
    'nonsense',
  ])('the tag %s is not', (tag) => {
    expect(codeOf(`{% ${tag} %}`)).toBe('tag-not-allowed')
    expect(codeOf(`{% if a %}{% ${tag} %}{% endif %}`)).toBe('tag-not-allowed')
  })

  test.each([
    '{{ a',
    '{% if a %}',
    '{% else %}',
    '{{ }}',
    '{% if %}{% endif %}',
    '{{ a | map: "x" }}',
    '{{ a | constructor }}',
    '{{ a | date: "%Y" }}',
    '{{ (1..999999999) }}',
    '{{ "x" | default: (1..999999999) }}',
    '{% if (1..9) contains a %}{% endif %}',
    '{% if a.b %}{% endif %}',
    '{{ [a] }}',
  ])('%s is a mistake', (source) => {
    expect(codeOf(source)).toBe('syntax')
  })

  it('is at most 5,000 characters', () => {
    expect(codeOf('a'.repeat(MAX_TEMPLATE_LENGTH))).toBe('accepted')
    expect(codeOf('a'.repeat(MAX_TEMPLATE_LENGTH + 1))).toBe('too-long')
  })

  it('says where the mistake is, in the source as written', () => {
    expect(() => compileTemplate('{{ Imię i nazwisko }} {{ ulica i nr | mapa }}')).toThrow(
      expect.objectContaining({ index: 22, near: '{{ ulica i nr | mapa }}' }),
    )
  })
})

const NAMES = ['imię', 'Kwota (zł)', 'size', 'a_b']
const piece = fc.oneof(
  fc.constantFrom(
    ...NAMES.map((name) => `{{ ${name} }}`),
    ...NAMES.map((name) => `{{- ${name} -}}`),
    ' ',
    '\n',
    '}}',
    '{% raw %}{{ x }}{% endraw %}',
  ),
  fc.string({ unit: 'binary' }).filter((text) => !text.includes('{')),
)
const values = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '{{ x }}', '{% for %}')), {
  maxLength: NAMES.length,
})

describe('rendering', () => {
  it('without the engine gives what the engine gives', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), values, (pieces, row) => {
        const plain = compileTemplate(pieces.join(''))
        const throughEngine = compileTemplate(pieces.join('') + '{% comment %}{% endcomment %}')
        expect(plain.forColumns(NAMES)(row)).toBe(throughEngine.forColumns(NAMES)(row))
      }),
    )
  })

  it('throws on no value', () => {
    const filters = [
      'capitalize',
      'upcase',
      'strip',
      'truncate: size',
      'truncate: 3, a_b',
      'replace: imię, a_b',
      'default: imię',
      'truncate',
    ]
    const source = filters
      .map((filter) => `{{ imię | ${filter} }}{% if imię > 3 or size contains imię %}{{ Kwota (zł) }}{% endif %}`)
      .join('')
    const line = compileTemplate(source).forColumns(NAMES)
    fc.assert(
      fc.property(values, (row) => {
        expect(line(row)).toBeTypeOf('string')
      }),
    )
  })

  it('does not grow without end', () => {
    const bomb = `{{ a | ${Array.from({ length: 40 }, () => 'replace: "a", "aaaaaaaaaa"').join(' | ')} }}`
    expect(render(bomb.repeat(4), { a: 'a'.repeat(100_000) })).toHaveLength(40_000)
    expect(render('{{ a }}'.repeat(700), { a: 'a'.repeat(1_000_000) })).toHaveLength(7_000_000)
  })

  it('holds with conditions as deep as a template can have', () => {
    const deep = '{% if a %}'.repeat(200) + '!' + '{% endif %}'.repeat(200)
    expect(render(deep, { a: 'x' })).toBe('!')
  })
})

it('any source is either a template or a TemplateError', () => {
  const bits = [
    '{{',
    '}}',
    '{%',
    '%}',
    ' if ',
    'a b',
    '|',
    'default:',
    '"',
    "'",
    '[',
    ']',
    '(1..2)',
    '.',
    ' endif ',
    'raw',
    '-',
    'case a',
    'when',
    ',',
    'ł',
    '\u0301',
  ]
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(...bits), fc.string({ maxLength: 3 })), { maxLength: 14 }),
      (pieces) => {
        expect(codeOf(pieces.join(''))).not.toContain('another')
      },
    ),
    { numRuns: 2000 },
  )
})
