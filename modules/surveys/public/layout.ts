import type { Language } from '@kurenda/dialogue'
import { plateOf } from '@kurenda/contract/colour'
import type { Brand } from '#modules/accounts'
import { Html, markup } from './markup.ts'
import { words } from './words.ts'

export interface Page {
  language: Language
  title: string
  /** Of the organization. */
  office: string
  brand?: Brand | undefined
  /** Where the same page is in other languages. */
  languages?: readonly { language: Language; href: string }[]
  body: Html
}

/** A whole page in the look of the residents' side: plain HTML, no script. */
export function layout({ language, title, office, brand, languages = [], body }: Page): string {
  const { colour = null, logo = null } = brand ?? {}
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
        ${colour !== null && plate(colour)}
      </head>
      <body>
        <header class="top">
          <div class="plate">
            <div class="who">
              ${logo !== null && markup`<img class="logo" src="${logo}" alt="" />`}
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

/** The office's colour on the plate. What is written here is made of digits of a colour alone. */
function plate(colour: string): Html {
  const { brand, deep, word, wordDark } = plateOf(colour)
  return new Html(
    `<style>:root{--brand:${brand};--brand-deep:${deep};--brand-word:${word};--brand-word-dark:${wordDark}}</style>`,
  )
}
