import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { measure, transliterate } from './index.ts'

// The same cases in every run.
fc.configureGlobal({ seed: 20100127 })

describe('a text in plain letters', () => {
  test.each([
    ['Zażółć gęślą jaźń', 'Zazolc gesla jazn'],
    ['ZAŻÓŁĆ GĘŚLĄ JAŹŃ', 'ZAZOLC GESLA JAZN'],
    ['Zaz\u0307o\u0301łc\u0301', 'Zazolc'],
    ['„Dom” – ‘x’… 12\u00a0zł', '"Dom" - \'x\'... 12 zl'],
    ['100 m² № 5 ½', '100 m2 No 5 1/2'],
    ['naïve façade é', 'naive facade é'],
    ['a\u00ad\u200bb', 'ab'],
  ])('%s is %s', (text, plain) => {
    expect(transliterate(text)).toBe(plain)
    expect(measure(plain).encoding).toBe('gsm7')
  })

  // The examples of the resolution itself.
  test.each([
    ['Алушта', 'Alushta'],
    ['Борщагівка', 'Borshchahivka'],
    ['Вінниця', 'Vinnytsia'],
    ['Гадяч', 'Hadiach'],
    ['Ґалаґан', 'Galagan'],
    ['Єнакієве', 'Yenakiieve'],
    ['Гаєвич', 'Haievych'],
    ['Житомир', 'Zhytomyr'],
    ['Згорани', 'Zghorany'],
    ['Розгон', 'Rozghon'],
    ['Їжакевич', 'Yizhakevych'],
    ['Мар’їне', 'Marine'],
    ['Йосипівка', 'Yosypivka'],
    ['Стрий', 'Stryi'],
    ['Олексій', 'Oleksii'],
    ['Гоща', 'Hoshcha'],
    ['Юрій', 'Yurii'],
    ['Корюківка', 'Koriukivka'],
    ['Яготин', 'Yahotyn'],
    ['Костянтин', 'Kostiantyn'],
    ["Знам'янка", 'Znamianka'],
    ['Львів', 'Lviv'],
    ['Короп’є', 'Koropie'],
    ['ЩУКА Щука', 'SHCHUKA Shchuka'],
    ['ЗГОДА', 'ZGHODA'],
    ['за́мок', 'zamok'],
    ['2-га, Єва', '2-ha, Yeva'],
  ])('%s is %s', (text, latin) => {
    expect(transliterate(text)).toBe(latin)
  })

  test.each(['🙂', '❤️', '中文', 'สวัสดี', '한국'])('what has no plain form stays: %s', (text) => {
    expect(transliterate(`x ${text}`)).toBe(`x ${text}`)
  })

  it('does not change when done again', () => {
    const unit = fc.oneof(
      fc.constantFrom(...Array.from("зЗгГяєЯ’'ьёђłóα\u0301\u200b\u0307🙂\u200d„가½")),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    )
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), (text) => {
        const once = transliterate(text)
        expect(transliterate(once)).toBe(once)
      }),
      { numRuns: 2000 },
    )
  })

  it('leaves a text of GSM characters alone', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('aZ09@£èéùìòÇØøÅåΔ_ÆæßÉäöñüà€[]{}~^|\\\'"\n ')) }),
        (text) => {
          expect(transliterate(text)).toBe(text)
        },
      ),
    )
  })
})
