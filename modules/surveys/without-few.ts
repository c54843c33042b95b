/** Of an anonymous survey nothing is told of fewer people. */
export const leastAnonymous = 5

/** Nothing is told of fewer, nor of those that are left when the others are taken off the whole. */
export function withoutFew<Part extends { responses: number }>(parts: readonly Part[]): Part[] {
  const ascending = [...parts].sort((a, b) => a.responses - b.responses)
  let hidden = 0
  for (let next = ascending[0]; next; next = ascending[0]) {
    if (next.responses >= leastAnonymous && (hidden === 0 || hidden >= leastAnonymous)) break
    hidden += next.responses
    ascending.shift()
  }
  return ascending
}
