import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const kind = z.object({
  /** A made-up town with its simulator, or a real one that began empty. */
  demo: z.boolean(),
  /** E-mail of the demo town's clerk, once it has been seeded. */
  demoUser: z.string().optional(),
})

export type TownKind = z.infer<typeof kind>

/**
 * What the first start decided, kept in `<dataDir>/town.json`: a later start without `--no-demo` must never sow a made-up
 * town into a real one.
 */
export function readKind(dataDir: string, demoWanted: boolean): TownKind {
  const file = join(dataDir, 'town.json')
  if (!existsSync(file)) return keepKind(dataDir, { demo: demoWanted })
  return kind.parse(JSON.parse(readFileSync(file, 'utf8')))
}

/** Writes it down and answers it. */
export function keepKind(dataDir: string, town: TownKind): TownKind {
  writeFileSync(join(dataDir, 'town.json'), `${JSON.stringify(town)}\n`, { mode: 0o600 })
  return town
}
