export interface Change {
  is: 'same' | 'added' | 'taken'
  text: string
}

/** Two texts compared word by word: what stayed, what was added, what was taken away (longest common sequence). */
export function wordDiff(before: string, after: string): Change[] {
  const [old, fresh] = [before, after].map((text) => text.split(/(?<=\s)/)) as [string[], string[]]
  const common = Array.from({ length: old.length + 1 }, () => new Uint16Array(fresh.length + 1))
  const at = (i: number, j: number) => common[i]?.[j] ?? 0
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = fresh.length - 1; j >= 0; j--) {
      const row = common[i]
      if (row) row[j] = old[i] === fresh[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  const changes: Change[] = []
  const add = (is: Change['is'], text: string | undefined) => {
    const last = changes.at(-1)
    if (last?.is === is) last.text += text ?? ''
    else changes.push({ is, text: text ?? '' })
  }
  let [i, j] = [0, 0]
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      add('same', old[i++])
      j++
    } else if (j >= fresh.length || (i < old.length && at(i + 1, j) >= at(i, j + 1))) add('taken', old[i++])
    else add('added', fresh[j++])
  }
  return changes.filter(({ text }) => text !== '')
}
