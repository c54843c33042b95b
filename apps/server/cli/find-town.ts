import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { localKeyFile } from '#platform/config'
import { Failure } from './failures.ts'
import { say } from './words.ts'

const projectRoot = fileURLToPath(new URL('../../..', import.meta.url))
const townFile = z.object({ url: z.url() })

export interface Town {
  url: string
  key: string
}

/** The data folder of this machine's town. */
function dataFolder(env: NodeJS.ProcessEnv): string {
  return env['KURENDA_DATA'] ? resolve(projectRoot, env['KURENDA_DATA']) : join(projectRoot, 'data')
}

/**
 * The running town and the key to it: KURENDA_URL and KURENDA_KEY, else what the running town wrote into its data folder.
 * @throws Failure that says how to start one
 */
export function findTown(env: NodeJS.ProcessEnv): Town {
  const dataDir = dataFolder(env)
  const url = env['KURENDA_URL'] || read(join(dataDir, 'kurenda.json'), (text) => townFile.parse(JSON.parse(text)).url)
  if (!url)
    throw new Failure(
      say(
        `Kurenda nie działa (brak ${dataDir}/kurenda.json). Uruchom ją: npm start`,
        `Kurenda is not running (no ${dataDir}/kurenda.json). Start it: npm start`,
      ),
    )
  const key = env['KURENDA_KEY'] || read(localKeyFile(dataDir), (text) => text.trim())
  if (!key)
    throw new Failure(
      say(
        'Nie mogę odczytać klucza. Podaj go w KURENDA_KEY albo uruchom polecenie jako użytkownik, który uruchomił Kurendę.',
        'The key cannot be read. Give one in KURENDA_KEY, or run this as the user who started Kurenda.',
      ),
    )
  return { url: url.replace(/\/+$/, ''), key }
}

function read(file: string, parse: (text: string) => string): string | undefined {
  try {
    return parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
