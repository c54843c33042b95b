import { fold } from '@kurenda/sms-text'

/** Words that count, with the forms in which people decline them. */
const WORDS: Record<number, string> = {
  0: 'zero null żaden żadna żadne żadnej żadnych żadnego nikt none nil нуль ноль жоден жодна жодного жодної',
  0.5: 'pół połowa half пів половина',
  1: 'jeden jedna jedno jedną jednego jednej jedynka one один одна одне одну одного одиниця',
  1.5: 'półtora półtorej півтора півтори',
  2: 'dwa dwie dwaj dwoje dwóch dwu dwójka dwója two два дві двоє двох двійка',
  3: 'trzy trzej troje trzech trójka trója three три троє трьох трійка',
  4: 'cztery czterej czworo czterech czwórka four чотири четверо чотирьох четвірка',
  5: 'pięć pięciu pięcioro piątka five пять пятеро пяти пятірка',
  6: 'sześć sześciu sześcioro szóstka six шість шестеро шести шістка',
  7: 'siedem siedmiu siedmioro siódemka seven сім семеро семи сімка',
  8: 'osiem ośmiu ośmioro ósemka eight вісім восьмеро восьми вісімка',
  9: 'dziewięć dziewięciu dziewięcioro dziewiątka nine девять девятеро девяти девятка',
  10: 'dziesięć dziesięciu dziesięcioro dziesiątka ten десять десятеро десяти десятка',
  11: 'jedenaście jedenastu eleven одинадцять',
  12: 'dwanaście dwunastu twelve дванадцять',
  13: 'trzynaście trzynastu thirteen тринадцять',
  14: 'czternaście czternastu fourteen чотирнадцять',
  15: 'piętnaście piętnastu fifteen пятнадцять',
  16: 'szesnaście szesnastu sixteen шістнадцять',
  17: 'siedemnaście siedemnastu seventeen сімнадцять',
  18: 'osiemnaście osiemnastu eighteen вісімнадцять',
  19: 'dziewiętnaście dziewiętnastu nineteen девятнадцять',
  20: 'dwadzieścia dwudziestu twenty двадцять',
  30: 'trzydzieści trzydziestu thirty тридцять',
  40: 'czterdzieści czterdziestu forty сорок',
  50: 'pięćdziesiąt pięćdziesięciu fifty пятдесят',
  60: 'sześćdziesiąt sześćdziesięciu sixty шістдесят',
  70: 'siedemdziesiąt siedemdziesięciu seventy сімдесят',
  80: 'osiemdziesiąt osiemdziesięciu eighty вісімдесят',
  90: 'dziewięćdziesiąt dziewięćdziesięciu ninety девяносто',
  100: 'sto stu setka сто',
  200: 'dwieście dwustu двісті',
  300: 'trzysta trzystu триста',
  400: 'czterysta czterystu чотириста',
  500: 'pięćset pięciuset пятсот',
  600: 'sześćset sześciuset шістсот',
  700: 'siedemset siedmiuset сімсот',
  800: 'osiemset ośmiuset вісімсот',
  900: 'dziewięćset dziewięciuset девятсот',
}
const THOUSAND = 'tysiąc tysiące tysięcy tys thousand тисяча тисячі тисяч тис'
const HUNDRED = 'hundred'
const AND = 'i and a та і й з'

const values = new Map(
  Object.entries(WORDS).flatMap(([value, words]) => words.split(' ').map((word) => [fold(word), Number(value)])),
)
const wordSet = (words: string) => new Set(words.split(' ').map(fold))
const thousand = wordSet(THOUSAND)
const hundred = wordSet(HUNDRED)
const and = wordSet(AND)

/**
 * The numbers that words say, each run of number words being one: `bedzie dwadziescia piec osob` → [25], `dwa i pol` → [2.5],
 * `dwa albo trzy` → [2, 3]. Polish, Ukrainian and English, up to 999,999.
 * @param words folded
 */
export function numbersInWords(words: readonly string[]): number[] {
  const numbers: number[] = []
  let run: Run | undefined
  for (const word of words) {
    const next = run && continued(run, word)
    if (next) {
      run = next
      continue
    }
    if (run) numbers.push(run.thousands + run.rest)
    run = begun(word)
  }
  if (run) numbers.push(run.thousands + run.rest)
  return numbers
}

/** `below`: the next word is smaller than that, as in sto · dwadzieścia · trzy. */
interface Run {
  thousands: number
  rest: number
  below: number
}

function begun(word: string): Run | undefined {
  if (thousand.has(word)) return { thousands: 1000, rest: 0, below: 1000 }
  if (hundred.has(word)) return { thousands: 0, rest: 100, below: 100 }
  const value = values.get(word)
  return value === undefined ? undefined : { thousands: 0, rest: value, below: rank(value) }
}

function continued(run: Run, word: string): Run | undefined {
  if (and.has(word)) return run
  if (thousand.has(word) && run.thousands === 0) return { thousands: run.rest * 1000, rest: 0, below: 1000 }
  if (hundred.has(word) && run.rest > 0 && run.rest < 10) return { ...run, rest: run.rest * 100, below: 100 }
  const value = values.get(word)
  if (value === undefined || value === 0 || value >= run.below) return undefined
  return { ...run, rest: run.rest + value, below: rank(value) }
}

function rank(value: number): number {
  if (value >= 100) return 100
  if (value >= 20) return 10
  return value >= 1 && Number.isInteger(value) ? 1 : 0
}
