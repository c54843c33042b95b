import { client } from './client.ts'
import { words } from './i18n/index.ts'
import { meQuery } from './me.ts'

/*
 * Comes before all else: what takes its time is on its way while the browser reads the rest of the console.
 */

/** The one page for who has no account yet. */
export const isWelcome = location.pathname === '/console/welcome'
if (!isWelcome) void client.prefetchQuery(meQuery)
for (const font of ['"Source Sans 3 Variable"', '"Brygada 1918 Variable"'])
  void document.fonts.load(`1rem ${font}`, 'aż')

export { words }
