/** A message as the API names it: its day and its number. */
export function formatMessageId(sentOn: string, id: number): string {
  return `${sentOn}.${id}`
}

/** @throws RangeError for what is no such id */
export function parseMessageId(text: string): { sentOn: string; id: number } {
  const [, sentOn, id] = /^(\d{4}-\d\d-\d\d)\.(\d{1,15})$/.exec(text) ?? []
  if (sentOn === undefined || Number.isNaN(Date.parse(sentOn))) throw new RangeError('no message has such an id')
  return { sentOn, id: Number(id) }
}
