import type { Language } from '@kurenda/dialogue'
import { encode } from 'uqr'
import { markup, Html } from './markup.ts'
import { words } from './words.ts'

/** A QR code as SVG, drawn as one path; a quiet zone of four is part of it. */
export function qrCode(text: string): Html {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return new Html(
    `<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label="QR" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`,
  )
}

/** A page of A4 for the notice board. */
export function poster(about: {
  language: Language
  office: string
  title: string
  url: string
  /** Texted to that number, it begins the survey. */
  sms: { keyword: string; number: string } | null
}): string {
  const { language, office, title, url, sms } = about
  const { poster: say, survey } = words[language]
  return markup`<!doctype html>
    <html lang="${language}" data-mode="light">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}: ${office}</title>
        <link rel="stylesheet" href="/look/tokens.css" />
        <link rel="stylesheet" href="/look/resident.css" />
        <link rel="stylesheet" href="/look/poster.css" />
      </head>
      <body class="a4">
        <main>
          <header class="plate big">
            <p><small>${survey}</small>${office}</p>
          </header>
          <h1>${title}</h1>
          <p class="lede">${say.lead}</p>
          <div class="ways">
            <section>
              <h2>${say.address}</h2>
              <p><b>${url.replace(/^https?:\/\//, '')}</b></p>
              ${
                sms !== null &&
                markup`<h2>${say.text}</h2>
                  <p class="keyword">${sms.keyword.toUpperCase()}</p>
                  <p><b class="num">${sms.number}</b></p>`
              }
            </section>
            <section class="code">
              <h2>${say.phone}</h2>
              ${qrCode(url)}
              <p>${say.scan}</p>
            </section>
          </div>
        </main>
      </body>
    </html> `.text
}
