import { fold } from '@kurenda/sms-text'

const folded = (words: string) => words.split(' ').map(fold)
const numbered = (rows: readonly string[]) =>
  new Map(rows.flatMap((words, index) => folded(words).map((word) => [word, index + 1] as const)))

/** 1 is January. Nominative, genitive, short forms. */
export const MONTHS = numbered([
  'styczeń stycznia styczniu stycz january jan січень січня',
  'luty lutego lutym lut february feb лютий лютого',
  'marzec marca marcu mar march березень березня',
  'kwiecień kwietnia kwietniu kwi april apr квітень квітня',
  'maj maja maju may травень травня',
  'czerwiec czerwca czerwcu cze june jun червень червня',
  'lipiec lipca lipcu lip july jul липень липня',
  'sierpień sierpnia sierpniu sie august aug серпень серпня',
  'wrzesień września wrześniu wrz september sep sept вересень вересня',
  'październik października październiku paź october oct жовтень жовтня',
  'listopad listopada listopadzie lis november nov',
  'grudzień grudnia grudniu gru december dec грудень грудня',
])
/** „Листопад” is November in Ukrainian, as „listopad” is in Polish. */
for (const word of folded('листопад листопада')) MONTHS.set(word, 11)

/** 1 is Monday, as in ISO 8601. */
export const WEEKDAYS = numbered([
  'poniedziałek poniedziałku pon monday mon понеділок понеділка',
  'wtorek wtorku wt tuesday tue вівторок вівторка',
  'środa środę środy śr sroda wednesday wed середа середу середи',
  'czwartek czwartku czw thursday thu четвер четверга',
  'piątek piątku pt friday fri пятниця пятницю пятниці',
  'sobota sobotę soboty sob saturday sat субота суботу суботи',
  'niedziela niedzielę niedzieli ndz sunday sun неділя неділю неділі',
])

/** Days from today. */
export const NEAR_DAYS = new Map(
  Object.entries({
    '-2': 'przedwczoraj|позавчора',
    '-1': 'wczoraj|yesterday|вчора|учора',
    '0': 'dziś|dzisiaj|today|сьогодні',
    '1': 'jutro|tomorrow|завтра',
    '2': 'pojutrze|the day after tomorrow|day after tomorrow|післязавтра',
  }).flatMap(([days, words]) => words.split('|').map((word) => [fold(word), Number(days)] as const)),
)

export const DAY_WORDS = new Set(folded('dzień dni dnia day days день дні днів дня'))
export const WEEK_WORDS = new Set(folded('tydzień tygodnie tygodni week weeks тиждень тижні тижнів'))
export const IN_WORDS = new Set(folded('za in через'))
export const NEXT_WORDS = new Set(
  folded('przyszły przyszłą przyszłym następny następną next наступний наступну наступного'),
)
