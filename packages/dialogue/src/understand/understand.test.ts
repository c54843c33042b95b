import { fold } from '@kurenda/sms-text'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it, test } from 'vitest'
import { dateIn } from './date.ts'
import { numbersIn } from './number.ts'
import { pick } from './pick.ts'
import { pickSeveral } from './pick-several.ts'
import { placeIn } from './place.ts'
import { plain } from './plain.ts'
import { pointsIn } from './scale.ts'
import { wishOf } from './wish.ts'
import { yesOrNo } from './yes-no.ts'

// The same cases in every run.
fc.configureGlobal({ seed: 20260312 })

const options = [
  { id: 'play', names: ['Plac zabaw', 'Дитячий майданчик', 'dla dzieci'] },
  { id: 'gym', names: ['Siłownia', 'Outdoor gym'] },
  { id: 'park', names: ['Park'] },
  { id: 'town-park', names: ['Park miejski'] },
  { id: 'trees', names: ['Drzewa i krzewy'] },
].map(({ id, names }) => ({ id, names: names.map(fold) }))

describe('one choice', () => {
  test.each([
    ['1', 'play'], ['1.', 'play'], ['1)', 'play'], [' (2) ', 'gym'], ['nr 2', 'gym'], ['odp. 3', 'park'], ['b', 'gym'], ['Б', 'gym'], ['в', 'park'],
    ['PLAC ZABAW', 'play'], ['plac zabaw!!!', 'play'], ['poproszę siłownię', 'gym'], ['silownia', 'gym'], ['siłwonia', 'gym'], ['сiłownia'.slice(1), 'gym'],
    ['2 siłownia', 'gym'], ['2. siłownia, dziękuję', 'gym'], ['drugie', 'gym'], ['pierwsza', 'play'], ['перший', 'play'], ['second', 'gym'], ['dwa', 'gym'], ['два', 'gym'],
    ['park', 'park'], ['park miejski', 'town-park'], ['wolę park miejski', 'town-park'], ['miejski', 'town-park'], ['drzewa', 'trees'], ['the gym', 'gym'],
    ['👉 1 👈', 'play'], ['майданчик', 'play'], ['plac zabaw dla dzieci', 'play'],
  ])('%j is %s', (text, id) => {
    expect(pick(text, options)).toEqual({ is: 'picked', id })
  }) // oxfmt-ignore

  test.each([
    ['1 albo 2', ['play', 'gym']], ['park albo siłownia', ['gym', 'park']], ['3 siłownia', ['park', 'gym']],
  ])('%j may be several, and is asked again', (text, ids) => {
    const picked = pick(text, options)
    expect(picked).toEqual({ is: 'ambiguous', ids: expect.arrayContaining(ids) as string[] })
  }) // oxfmt-ignore

  test.each(['', '...', '🤷', 'nie park', 'krokodyl', 'nie wiem', 'dla', 'ok', 'x'.repeat(5000)])('%j is not understood', (text) => {
    expect(pick(text, options)).toEqual({ is: 'unclear' })
  }) // oxfmt-ignore

  it('of a number that no choice has is out of range', () => {
    expect(pick('6', options)).toEqual({ is: 'out-of-range' })
    expect(pick('0', options)).toEqual({ is: 'out-of-range' })
  })

  it('with a label that is a number is never guessed against its position', () => {
    const numbers = [
      { id: 'two', names: ['2'] },
      { id: 'one', names: ['1'] },
      { id: 'nine', names: ['9'] },
    ]
    expect(pick('2', numbers)).toMatchObject({ is: 'ambiguous' })
    expect(pick('9', numbers)).toEqual({ is: 'picked', id: 'nine' })
  })

  it('every label is understood as it is written, whatever is written around it out of politeness', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...options),
        fc.constantFrom('', 'poproszę ', 'Dzień dobry, '),
        fc.constantFrom('', '.', ' :)', ', dziękuję!'),
        ({ id, names }, before, after) => {
          for (const name of names)
            expect(pick(before + name.toUpperCase() + after, options)).toEqual({ is: 'picked', id })
        },
      ),
    )
  })
})

describe('several choices', () => {
  test.each([
    ['1,3 i 5', ['play', 'park', 'trees']], ['5 3 1', ['play', 'park', 'trees']], ['135', ['play', 'park', 'trees']], ['1, 3 oraz 5', ['play', 'park', 'trees']], ['2-4', ['gym', 'park', 'town-park']],
    ['drzewa i krzewy', ['trees']], ['siłownia i park', ['gym', 'park']], ['siłownia, drzewa i krzewy', ['gym', 'trees']], ['1 i 1', ['play']], ['wszystkie', ['play', 'gym', 'park', 'town-park', 'trees']],
    ['żadne', []], ['a, c', ['play', 'park']], ['1\n2', ['play', 'gym']], ['1 та 2', ['play', 'gym']], ['pierwsze i drugie', ['play', 'gym']],
  ])('%j', (text, ids) => {
    expect(pickSeveral(text, options)).toEqual({ is: 'picked', ids })
  }) // oxfmt-ignore

  test.each([['1 i krokodyl', 'unclear'], ['1, 9', 'out-of-range'], ['', 'unclear'], ['19', 'out-of-range'], [', ,', 'unclear']])('%j spoils the answer: %s', (text, is) => {
    expect(pickSeveral(text, options)).toMatchObject({ is })
  }) // oxfmt-ignore
})

describe('a number', () => {
  test.each([
    ['25', [25]], ['12,5', [12.5]], ['12.5', [12.5]], ['1 200', [1200]], ['1 200,50 zł', [1200.5]], ['1.200', [1200]], ['1.204,5', [1204.5]], ['-3', [-3]], ['ok. 50', [50]], ['3 osoby', [3]], ['2 albo 3', [2, 3]], ['2-3', [2, 3]],
    ['dwadzieścia pięć', [25]], ['sto dwadzieścia trzy', [123]], ['dwa tysiące pięćset', [2500]], ['tysiąc', [1000]], ['półtora', [1.5]], ['dwa i pół', [2.5]], ['będą dwie osoby', [2]], ['czworo', [4]], ['zero', [0]], ['żadnego', [0]], ['5 tys.', [5000]],
    ['dwa albo trzy', [2, 3]], ['nic', []], ['', []], ['😀', []],
  ])('in Polish: %j', (text, numbers) => {
    expect(numbersIn(text, 'pl')).toEqual(numbers)
  }) // oxfmt-ignore

  test.each([['двадцять п’ять', [25]], ['сто двадцять три', [123]], ['дві тисячі п’ятсот', [2500]], ['двоє', [2]], ['півтора', [1.5]], ['нас троє', [3]]])('in Ukrainian: %j', (text, numbers) => {
    expect(numbersIn(text, 'uk')).toEqual(numbers)
  }) // oxfmt-ignore

  test.each([['twenty-five', [25]], ['one hundred and five', [105]], ['two thousand five hundred', [2500]], ['1,200', [1200]], ['1,200.5', [1200.5]], ['12.5', [12.5]]])('in English: %j', (text, numbers) => {
    expect(numbersIn(text, 'en')).toEqual(numbers)
  }) // oxfmt-ignore
})

test.each([['4', [4]], ['4/5', [4]], ['4 z 5', [4]], ['4 na 5', [4]], ['piątka', [5]], ['⭐⭐⭐', [3]], ['* * *', [3]], ['cztery!', [4]], ['3 lub 4', [3, 4]], ['8/10', [8, 10]]])('points out of five: %j', (text, points) => {
  expect(pointsIn(text, 5, 'pl')).toEqual(points)
}) // oxfmt-ignore

describe('a day, said on Thursday, 12 March 2026,', () => {
  const today = Temporal.PlainDate.from('2026-03-12')
  const read = (text: string, past = false) => dateIn(text, { today, past })?.toString()

  test.each([
    ['dziś', '2026-03-12'], ['jutro', '2026-03-13'], ['Pojutrze.', '2026-03-14'], ['może jutro rano', '2026-03-13'], ['w piątek', '2026-03-13'], ['w czwartek', '2026-03-19'], ['w przyszły piątek', '2026-03-20'], ['niedziela', '2026-03-15'],
    ['za 3 dni', '2026-03-15'], ['za tydzień', '2026-03-19'], ['za dwa tygodnie', '2026-03-26'], ['15.03', '2026-03-15'], ['15.3.', '2026-03-15'], ['15/03/2027', '2027-03-15'], ['1.02', '2027-02-01'], ['15 marca', '2026-03-15'], ['15 03', '2026-03-15'],
    ['15 marca 2026 r.', '2026-03-15'], ['5 lutego', '2027-02-05'], ['2026-04-01', '2026-04-01'], ['29.02.2028', '2028-02-29'], ['завтра', '2026-03-13'], ['у п’ятницю', '2026-03-13'], ['через три дні', '2026-03-15'], ['1 листопада', '2026-11-01'],
    ['tomorrow', '2026-03-13'], ['on Monday', '2026-03-16'], ['March 20', '2026-03-20'], ['20th March', '2026-03-20'], ['in 2 weeks', '2026-03-26'], ['15.03 proszę', '2026-03-15'],
  ])('%j', (text, day) => {
    expect(read(text)).toBe(day)
  }) // oxfmt-ignore

  test.each([['w poniedziałek', '2026-03-09'], ['w czwartek', '2026-03-05'], ['15 kwietnia', '2025-04-15'], ['1.03', '2026-03-01'], ['wczoraj', '2026-03-11']])('of what has been: %j', (text, day) => {
    expect(read(text, true)).toBe(day)
  }) // oxfmt-ignore

  test.each(['30.02', '32.01', '13.13', '', 'kiedyś', '15', 'jutro albo pojutrze', '29.02.2026', '0.0', '😀', '15.03 lub 16.03'])('%j is none', (text) => {
    expect(read(text)).toBeUndefined()
  }) // oxfmt-ignore
})

describe('yes or no', () => {
  test.each(['tak', 'TAK poproszę', 'no pewnie', 'Taaak!', 'jasne', 'oczywiście że tak', 'ok', 'zgadzam się', '👍', '1', 'czemu nie', 'nie ma problemu', 'так', 'звичайно', 'yes please', 'Tak, będę w piątek'])('%j is yes', (text) => {
    expect(yesOrNo(text, 'pl')).toBe(true)
  }) // oxfmt-ignore

  test.each(['nie', 'Nie, dziękuję.', 'niestety nie', 'raczej nie', 'NIEEE', 'nie zgadzam się', 'nie, nie przyjdę', 'ні', '2', '👎', 'dziękuję, nie'])('%j is no', (text) => {
    expect(yesOrNo(text, 'pl')).toBe(false)
  }) // oxfmt-ignore

  test.each(['nie wiem', 'tak i nie', 'może', 'no', '', 'co?', 'nie rozumiem', 'не знаю', '🤷', 'dziękuję', 'spadajcie z tą ankietą', 'a co to ta ankieta?'])('%j is neither', (text) => {
    expect(yesOrNo(text, 'pl')).toBeUndefined()
  }) // oxfmt-ignore

  it('"no" is no in English', () => {
    expect(yesOrNo('no', 'en')).toBe(false)
    expect(yesOrNo('No, thanks!', 'en')).toBe(false)
  })
})

test.each([['52.22977, 21.01178', { lat: 52.22977, lon: 21.01178 }], ['https://maps.example.org/@52.2297,21.0117,17z', { lat: 52.2297, lon: 21.0117 }], ['ul. Polna 5', { address: 'ul. Polna 5' }], ['...', undefined]])('a place: %j', (text, place) => {
  expect(placeIn(text)).toEqual(place)
}) // oxfmt-ignore

test.each([['STOP', 'stop'], ['stop stop', 'stop'], ['Стоп!', 'stop'], ['Proszę mnie wypisać, dziękuję', 'stop'], ['pomiń', 'skip'], ['człowiek', 'person'], ['powtórz proszę', 'again'], ['po angielsku', 'language'], ['stopy', undefined], ['nie', undefined], ['koniec ulicy', undefined]])('a wish: %j', (text, is) => {
  expect(wishOf(text)?.is).toBe(is)
}) // oxfmt-ignore

test('what is looked at is the same each time, whatever was looked at before', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (first, second) => {
      const said = plain(first)
      plain(second)
      expect(plain(first)).toBe(said)
    }),
  )
})
