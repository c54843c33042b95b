import { fold } from '@kurenda/sms-text'
import { pick } from './pick.ts'
import type { NotPicked, Option } from './pick.ts'
import { plain } from './plain.ts'

const ALL = new Set(
  [
    'wszystkie',
    'wszystko',
    'każde',
    'oba',
    'obie',
    'all',
    'everything',
    'both',
    'усі',
    'всі',
    'усе',
    'все',
    'обидва',
  ].map(fold),
)
const NONE = new Set(['żadne', 'żaden', 'żadna', 'nic', 'none', 'nothing', 'жодне', 'жоден', 'нічого'].map(fold))

export type PickedSeveral = { is: 'picked'; ids: string[] } | NotPicked

/** Separates for certain: "1, 3; 5", a new line, a plus. */
const CERTAIN = /[,;\n+&/]+|\s+(?:oraz|albo|а також)\s+/iu
/** Separates unless it is a part of a label: "ławki i stoliki". */
const PERHAPS = /\s+(?:i|and|та|і|й|a)\s+/iu

/**
 * The choices that an answer names: "1,3 i 5", "1 3 5", "135", "2-4", "ławki i kosze", "wszystkie", "żadne". One part that
 * is not understood spoils all of it: half an answer would be a false one.
 */
export function pickSeveral(text: string, options: readonly Option[]): PickedSeveral {
  const said = plain(text)
  if (ALL.has(said)) return { is: 'picked', ids: options.map((option) => option.id) }
  if (NONE.has(said) && !options.some((option) => option.names.includes(said))) return { is: 'picked', ids: [] }
  return pickRange(text, options) ?? pickDigits(said, options) ?? pickParts(text, options)
}

function pickRange(text: string, options: readonly Option[]): PickedSeveral | undefined {
  const [, from, to] = /^\s*(\d{1,2})\s*[-–—]\s*(\d{1,2})\.?\s*$/.exec(text) ?? []
  return from === undefined || to === undefined || Number(from) >= Number(to)
    ? undefined
    : at(
        Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => Number(from) + i),
        options,
      )
}

/** "1 3 5", and "135" where there are no more than nine. */
function pickDigits(said: string, options: readonly Option[]): PickedSeveral | undefined {
  if (!/^\d+(?: \d+)*$/.test(said)) return undefined
  const alone = !said.includes(' ') && Number(said) > options.length && options.length <= 9
  return at([...(alone ? said : said.split(' '))].map(Number), options)
}

function at(positions: readonly number[], options: readonly Option[]): PickedSeveral {
  const ids = positions.flatMap((position) => options[position - 1]?.id ?? [])
  return ids.length < positions.length ? { is: 'out-of-range' } : inOrder(ids, options)
}

function pickParts(text: string, options: readonly Option[]): PickedSeveral {
  const ids: string[] = []
  for (const part of text.split(CERTAIN).filter((piece) => plain(piece) !== '')) {
    const isLabel = options.some((option) => option.names.includes(plain(part)))
    for (const piece of isLabel ? [part] : part.split(PERHAPS)) {
      const picked = pick(piece, options)
      if (picked.is !== 'picked') return picked
      ids.push(picked.id)
    }
  }
  return ids.length === 0 ? { is: 'unclear' } : inOrder(ids, options)
}

/** Each once, in the order of the choices: the same answer is the same value, however it was said. */
function inOrder(ids: readonly string[], options: readonly Option[]): PickedSeveral {
  return { is: 'picked', ids: options.map((option) => option.id).filter((id) => ids.includes(id)) }
}
