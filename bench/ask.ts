/** Asks the api of the bench: reads, or sends the body where there is one. @throws Error with the answer where it is no success */
export type Ask = (path: string, body?: object) => Promise<unknown>

/** The public API. */
export function askAsKey(base: string, key: string): Ask {
  return askWith(`${base}/api/v1`, { authorization: `Bearer ${key}` })
}

/** The console's API, signed in. */
export async function askAsStaff(
  base: string,
  { email, password, publicUrl }: { email: string; password: string; publicUrl: string },
): Promise<Ask> {
  const answer = await fetch(`${base}/console-api/auth/sign-in/email`, {
    method: 'POST',
    headers: { origin: publicUrl, 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  if (!answer.ok) throw new Error(await answer.text())
  const cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ') // oxfmt-ignore
  return askWith(`${base}/console-api`, { cookie, origin: publicUrl })
}

function askWith(base: string, who: Record<string, string>): Ask {
  return async (path, body) => {
    const headers = { ...who, 'content-type': 'application/json' }
    const answer = await fetch(base + path, {
      headers,
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path}: ${text}`)
    const read: unknown = JSON.parse(text)
    return read
  }
}
