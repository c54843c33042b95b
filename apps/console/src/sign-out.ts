import { api } from './api.ts'

/** Ends the session and shows the sign-in. */
export async function signOut(): Promise<void> {
  await api('/auth/sign-out', {}).catch(() => undefined)
  location.assign('/console/')
}
