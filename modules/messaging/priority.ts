/** The lanes, the most urgent first; the number is dispatch_chunk.priority. */
export const PRIORITIES = { emergency: 0, interactive: 1, normal: 2, bulk: 3 } as const
export type Priority = keyof typeof PRIORITIES
