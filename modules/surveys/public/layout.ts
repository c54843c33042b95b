import type { Language } from '@kurenda/dialogue'
import { markup, type Html } from './markup.ts'
import { words } from './words.ts'

export interface Page {
  language: Language
  title: string
  /** Of the organization. */
  office: string
  /** Where the same page is in other languages. */
  languages?: readonly { language: Language; href: string }[]
  body: Html
}

/** A whole page in the look of the residents' side: plain HTML, no script. */
export function layout({ language, title, office, languages = [], body }: Page): string {
  const say = words[language]
  return markup`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="robots" content="noindex" />
        <title>${title}: ${office}</title>
        <link rel="stylesheet" href="/look/tokens.css" />
        <link rel="stylesheet" href="/look/resident.css" />
        <link rel="stylesheet" href="/look/survey.css" />
      </head>
      <body>
        <header class="top">
          <div class="plate">
            <div class="who">
              <span><small>${say.survey}</small>${office}</span>
            </div>
          </div>
        </header>
        ${
          languages.length > 1 &&
          markup`<nav class="langs" aria-label="${say.choose}">
            ${languages.map(
              (one) =>
                markup`<a
                  href="${one.href}"
                  lang="${one.language}"
                  hreflang="${one.language}"
                  ${one.language === language && markup` aria-current="true"`}
                  >${words[one.language].name}</a
                >`,
            )}
          </nav>`
        }
        <main class="page">${body}</main>
      </body>
    </html> `.text
}
