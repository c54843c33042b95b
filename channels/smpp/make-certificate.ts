import { X509Certificate } from 'node:crypto'
import { generate } from 'selfsigned'

/** A certificate that nobody trusts yet, for a server of that name. */
export async function makeCertificate(name: string): Promise<{ cert: string; key: string; fingerprint: string }> {
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: name }] },
    ],
  })
  return { cert: made.cert, key: made.private, fingerprint: new X509Certificate(made.cert).fingerprint256 }
}
