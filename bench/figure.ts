/** One figure beside its target. */
export interface Figure {
  name: string
  value: number
  unit: string
  most: number
}
