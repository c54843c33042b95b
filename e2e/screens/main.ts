import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { pagesOf, visit } from '../../apps/server/test-pages.ts'
import { setScene } from '../../apps/server/test-scene.ts'
import { openTestTown } from '../../apps/server/test-town.ts'
import { projectRoot } from '../../apps/server/supervise/settings.ts'

/*
 * npm run screens: small pictures of every page in both languages, into docs/screens. A town of its own, filled with made-up
 * people; nothing of it is kept.
 */
const folder = join(projectRoot, 'docs', 'screens')
const quality = 0.72
/** Moving things come to rest. */
const settleMs = 600

const looks = [
  { suffix: '', colorScheme: 'light', viewport: { width: 1440, height: 900 }, only: undefined },
  // What the other language would show is the same there.
  { suffix: '-390', colorScheme: 'light', viewport: { width: 390, height: 844 }, only: 'pl' },
  { suffix: '-dark', colorScheme: 'dark', viewport: { width: 1440, height: 900 }, only: 'pl' },
] as const
/** In the dark only what is looked at most. */
const inTheDark = ['home', 'compose', 'broadcast', 'thread', 'people', 'settings-organization']

const town = await openTestTown()
try {
  const first = await town.signIn()
  const scene = await setScene(first)
  // The last of its receipts comes after twenty seconds.
  await first.goto(`${town.url}/console/broadcasts/${scene.sent}`)
  await first.getByText('zakończona').first().waitFor({ timeout: 60_000 })
  const press = await town.browser.newPage()
  mkdirSync(folder, { recursive: true })
  for (const file of readdirSync(folder)) if (/\.webp$/.test(file)) rmSync(join(folder, file))
  let [count, bytes] = [0, 0]
  for (const language of ['pl', 'en'] as const)
    for (const { suffix, only, ...look } of looks) {
      if (only !== undefined && only !== language) continue
      const page = await town.signIn({ ...look, language })
      for (const looked of pagesOf(scene)) {
        const { name } = looked
        if (suffix === '-dark' && !inTheDark.includes(name)) continue
        await visit(town, page, looked)
        await page.waitForTimeout(settleMs)
        const picture = await asWebp(press, await page.screenshot())
        const file = join(folder, `${name}${suffix}-${language}.webp`)
        writeFileSync(file, picture)
        count++
        bytes += statSync(file).size
        console.error(`${name}${suffix}-${language}.webp ${Math.round(picture.length / 1024)} kB`)
      }
      await page.context().close()
    }
  console.log(`${count} pictures, ${(bytes / 1_048_576).toFixed(2)} MB`)
} finally {
  await town.close()
}

/** Chromium itself makes the picture small. What runs in it is text: here there is no document. */
async function asWebp(page: Page, png: Buffer): Promise<Buffer> {
  await page.setContent(`<img src="data:image/png;base64,${png.toString('base64')}">`)
  const url = await page.evaluate<string>(`(async () => {
    const [image] = document.images
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth
    canvas.height = image.naturalHeight
    canvas.getContext('2d').drawImage(image, 0, 0)
    return canvas.toDataURL('image/webp', ${quality})
  })()`)
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
}
