/** A number below `most` that is the same for the same `i` and says nothing of its neighbour (Knuth's multiplicative hash). */
export function mix(i: number, salt: number, most: number): number {
  return (Math.imul(i ^ (salt * 0x9e3779b9), 2654435761) >>> 8) % most
}
