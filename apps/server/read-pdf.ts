import { inflateSync } from 'node:zlib'

/** Lines of a PDF's pages as one who selects and copies them gets them: by each font's own table. For tests. */
export function readPdf(bytes: Uint8Array): { pages: number; text: string } {
  const raw = Buffer.from(bytes).toString('latin1')
  const objects = new Map(
    [...raw.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id, body]) => [Number(id), body ?? '']),
  )
  const streamOf = (id: number): string => {
    const body = objects.get(id) ?? ''
    const data = /stream\r?\n([\s\S]*?)\r?\nendstream/.exec(body)?.[1] ?? ''
    const packed = Buffer.from(data, 'latin1')
    return (body.includes('/FlateDecode') ? inflateSync(packed) : packed).toString('latin1')
  }
  const reference = (body: string, name: string) => Number(new RegExp(`/${name} (\\d+) 0 R`).exec(body)?.[1] ?? 0)
  const fonts = new Map<string, Map<string, string>>()
  const pages = [...objects.values()].filter((body) => body.includes('/Type /Page\n'))
  const lines = pages.flatMap((page) => {
    const resources = objects.get(reference(page, 'Resources')) ?? ''
    for (const [, name, id] of resources.matchAll(/\/(F\d+) (\d+) 0 R/g))
      fonts.set(name ?? '', tableOf(streamOf(reference(objects.get(Number(id)) ?? '', 'ToUnicode'))))
    let font = new Map<string, string>()
    return [...streamOf(reference(page, 'Contents')).matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)].flatMap(
      ([, name, shown]) => {
        if (name !== undefined) font = fonts.get(name) ?? new Map<string, string>()
        const codes = [...(shown ?? '').matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex]) => hex?.match(/..../g) ?? [])
        return shown === undefined ? [] : [codes.map((code) => font.get(code) ?? '\ufffd').join('')]
      },
    )
  })
  return { pages: pages.length, text: lines.join('\n') }
}

/** From codes of four hexadecimal digits to what they show. */
function tableOf(cmap: string): Map<string, string> {
  const table = new Map<string, string>()
  for (const [, first, list] of cmap.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g))
    [...(list ?? '').matchAll(/<([0-9a-f ]+)>/g)].forEach(([, hex], index) => {
      const units = (hex ?? '').replaceAll(' ', '').match(/..../g) ?? []
      const code = (parseInt(first ?? '0', 16) + index).toString(16).padStart(4, '0')
      table.set(code, String.fromCharCode(...units.map((unit) => parseInt(unit, 16))))
    })
  return table
}
