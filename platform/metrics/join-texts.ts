/**
 * One text of what several processes measured. A metric's description stands once and its values in one piece, as the format
 * wants it; the label `role` keeps the processes apart.
 */
export function joinTexts(texts: readonly string[]): string {
  const families = new Map<string, { head: string[]; values: string[] }>()
  for (const text of texts) {
    let family: { head: string[]; values: string[] } | undefined
    for (const line of text.split('\n')) {
      const described = /^# (HELP|TYPE) (\S+)/.exec(line)
      if (described?.[1] === 'HELP') {
        const name = described[2] ?? ''
        const known = families.get(name)
        family = { head: known?.head ?? [], values: known?.values ?? [] }
        families.set(name, family)
      }
      if (!family || line === '') continue
      if (!described) family.values.push(line)
      else if (family.head.length < 2) family.head.push(line)
    }
  }
  return [...families.values()].map(({ head, values }) => [...head, ...values, ''].join('\n')).join('\n')
}
