import { askAsKey, askAsStaff, type Ask } from './ask.ts'
import { askQuestions, type Question } from './base-questions.ts'
import type { Figure } from './figure.ts'
import { openLargeTown } from './large-town.ts'

const most = 200
/** The deepest page may take so many times as long as the first. */
const mostUneven = 2
const rounds = 20

/**
 * The lists of the console at 1,000,000 contacts, 10,000,000 messages and 200,000 conversations: over HTTP, the api's process
 * under the role kurenda_api. The api and the one who measures share a process, so that what is measured includes reading the
 * answer.
 * @param folder seeded where it is empty
 * @param only the beginning of the names of those that are asked
 */
export async function benchBase(folder: string, only: string, say: (line: string) => void): Promise<Figure[]> {
  const town = await openLargeTown(folder, 'a year', say)
  try {
    const { url, clerk, key } = town
    const asked = { key: askAsKey(url, key), staff: await askAsStaff(url, { ...clerk, publicUrl: url }) }
    const figures: Figure[] = []
    const tell = (figure: Figure) => {
      say(`${figure.name}: ${figure.value.toFixed(figure.digits ?? 0)} ${figure.unit}`)
      figures.push(figure)
    }
    const halves = new Map<string, number>()
    for (const question of (await askQuestions(asked)).filter(({ name }) => name.startsWith(only))) {
      const times = await measure(asked[question.as], question)
      tell({ name: question.name, value: times[Math.ceil(times.length * 0.95) - 1] ?? Infinity, unit: 'ms', most })
      halves.set(question.name, times[Math.floor(times.length / 2)] ?? Infinity)
    }
    const [first, deep] = [halves.get('inboxFirst'), halves.get('inboxDeep')]
    if (first && deep) tell({ name: 'inboxDeepToFirst', value: deep / first, unit: '×', most: mostUneven, digits: 2 })
    return figures
  } finally {
    await town.close()
  }
}

/** The times of 20 requests in ms, ascending; one after another, after one of each kind to warm up. */
async function measure(ask: Ask, { ask: requests }: Question): Promise<number[]> {
  const times: number[] = []
  for (let i = -requests.length; i < rounds; i++) {
    const one = requests[(i + requests.length) % requests.length]
    if (!one) continue
    const began = performance.now()
    await ask(one.path, one.body)
    if (i >= 0) times.push(performance.now() - began)
  }
  return times.sort((a, b) => a - b)
}
