import { openSeal } from '#platform/seal'

/** The seal of every town that a test makes. */
export const testSeal = openSeal('the seal of a test town')
