/** At most so many items from the beginning of a list, read page by page. */
export async function take<Item>(list: AsyncIterable<Item>, limit: number): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of list) {
    items.push(item)
    if (items.length >= limit) break
  }
  return items
}

/** How many items a list shows where nobody said. */
export const usualLimit = 1000
/** The largest page that the API gives. */
export const largestPage = 200
