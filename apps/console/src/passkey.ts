import type { SignedIn } from '@kurenda/contract'
import {
  startAuthentication,
  startRegistration,
  WebAuthnError,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import { api } from './api.ts'

/** Undefined where the person thought better of it in the browser's own dialog. */
async function unlessCancelled<Answer>(ask: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask
  } catch (error) {
    if (error instanceof WebAuthnError && error.name !== 'InvalidStateError') return undefined
    if (error instanceof Error && ['NotAllowedError', 'AbortError'].includes(error.name)) return undefined
    throw error
  }
}

/** Undefined where the person thought better of it. @throws ApiProblem */
export async function signInByPasskey(): Promise<SignedIn | undefined> {
  const optionsJSON = await api<PublicKeyCredentialRequestOptionsJSON>('/auth/passkey/options', {})
  const credential = await unlessCancelled(startAuthentication({ optionsJSON }))
  return credential && api<SignedIn>('/auth/passkey', { credential })
}

/** Makes one on this device, or on a phone or key nearby; false where the person thought better of it. @throws ApiProblem */
export async function makePasskey({ name, password }: { name: string; password: string }): Promise<boolean> {
  const optionsJSON = await api<PublicKeyCredentialCreationOptionsJSON>('/auth/passkeys/options', { password })
  const credential = await unlessCancelled(startRegistration({ optionsJSON }))
  if (credential) await api('/auth/passkeys', { name, credential })
  return credential !== undefined
}
