import type { Problem } from '@kurenda/contract'
import i18next from 'i18next'
import { ApiProblem } from '../../api.ts'

/**
 * Sends a file as the body of a request. The server reads it as it comes, so `onProgress` (0…1) tells how far it is: a fetch
 * cannot. @throws ApiProblem; status 0 where the connection broke or `signal` ended it
 */
export function upload<Answer>(
  path: string,
  file: Blob,
  options: { onProgress?: (share: number) => void; signal?: AbortSignal } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/console-api${path}`)
    request.responseType = 'json'
    request.setRequestHeader('accept-language', i18next.language)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => options.onProgress?.(total > 0 ? loaded / total : 0)
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) return resolve(request.response as Answer)
      const { code, detail, params } = (request.response ?? {}) as Partial<Problem>
      reject(new ApiProblem(request.status, code ?? 'unknown', detail ?? i18next.t('app.failed'), params))
    }
    request.onerror = () => reject(new ApiProblem(0, 'offline', i18next.t('app.offline')))
    request.onabort = () => reject(new ApiProblem(0, 'stopped', i18next.t('imports.stopped')))
    options.signal?.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

/** A preview looks at 100 rows: of a long text that much is enough, a workbook is needed whole. */
const enoughBytes = 1024 * 1024

export const beginningOf = (file: File): Blob =>
  file.name.toLowerCase().endsWith('.xlsx') ? file : file.slice(0, enoughBytes)
