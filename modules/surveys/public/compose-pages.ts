import type { SurveyContent } from '@kurenda/contract'
import type { Language, WebPage } from '@kurenda/dialogue'
import type { Asking } from '#modules/dialogues'
import { inLanguage } from '../question-results.ts'
import { thanksOf, type Found } from './find-survey.ts'
import { markup, type Html } from './markup.ts'
import { layout } from './layout.ts'
import { formsOf } from './pages.ts'
import { showQuestion } from './show-form.ts'
import { words } from './words.ts'

/** One question, after what was said on the way to it. Without a key, or the key of a person's own link, nothing is stored yet. */
export function step(
  found: Found,
  asking: Asking,
  page: WebPage,
  error: string | undefined,
  key?: string,
  filled: readonly string[] = [],
): string {
  const { content, office } = found
  const { language, form, paragraphs } = page
  const say = words[language]
  const number = content.questions.findIndex(({ id }) => id === form?.node) + 1
  const path = key === undefined ? '' : `/${key}`
  const isFirst = asking.id === null
  const title = titleOf(content, language)
  const body = markup`<div class="stack-s">
      <h1>${title}</h1>
      ${isFirst && markup`<p class="lead">${say.start(content.questions.length)}</p>`}${isFirst && content.anonymous && markup`<p class="small">${say.anonymous}</p>`}
      <div class="said-before">${paragraphs.map((text) => markup`<p>${text}</p>`)}</div>
    </div>
    ${
      form &&
      markup`<form class="form" method="post" action="/s/${found.token}${path}" novalidate>
        <input type="hidden" name="to" value="${form.node}" /><input type="hidden" name="lang" value="${language}" />
        ${number > 0 && content.questions.length > 1 && markup`<p class="step-of">${say.question(number, content.questions.length)}</p>`}
        ${showQuestion(form, { language, name: 'answer', filled, error })}
        <div class="stack-s">
          <button class="btn">${form.send}</button
          >${form.skip !== undefined && markup`<button class="btn btn--quiet" name="skip" value="1">${form.skip}</button>`}
        </div>
      </form>`
    }`
  return layout({ language, title, office, brand: found.brand, languages: others(found, path), body })
}

/** All questions, with what was filled in before and what is wrong with it. */
export function onePage(
  found: Found,
  asking: Asking,
  now: Date,
  filled: ReadonlyMap<string, readonly string[]>,
  mistakes: ReadonlyMap<string, string>,
  key?: string,
): string {
  const { content, office } = found
  const { language } = asking
  const say = words[language]
  const title = titleOf(content, language)
  const path = key === undefined ? '' : `/${key}`
  const intro = content.intro && inLanguage(content.intro, language, content)
  const body = markup`<div class="stack-s">
      <h1>${title}</h1>
      <p class="lead">${intro ?? say.start(content.questions.length)}</p>
      ${content.anonymous && markup`<p class="small">${say.anonymous}</p>`}
    </div>
    ${mistakes.size > 0 && markup`<p class="notice wrong" role="alert"><b>${say.mistakes}</b></p>`}
    <form class="form" method="post" action="/s/${found.token}${path}" novalidate>
      <input type="hidden" name="lang" value="${language}" />
      ${formsOf(asking, idsOf(content), now).map((form) =>
        showQuestion(form, {
          language,
          name: form.node,
          filled: filled.get(form.node) ?? [],
          error: mistakes.get(form.node),
        }),
      )}
      <button class="btn">${say.send}</button>
    </form>`
  return layout({ language, title, office, brand: found.brand, languages: others(found, path), body })
}

export function ended(found: Found, language: Language, ending: string | null): string {
  if (ending === 'full') return wordsOnly(language, 'full', found.office, found)
  if (ending === 'closed') return wordsOnly(language, 'closed', found.office, found)
  const { content, office, token: name } = found
  const say = words[language]
  const body = markup`<div class="stack-s">
      <p class="chip chip--done">${say.done}</p>
      <h1>${thanksOf(content, language)}</h1>
      ${content.once && ending === 'done' && markup`<p>${say.kept}</p>`}
    </div>
    ${found.resultsPublic && markup`<p><a class="btn btn--line" href="/s/${name}/results?lang=${language}">${say.results}</a></p>`}
    ${!content.once && markup`<p><a class="btn btn--quiet" href="/s/${name}?lang=${language}">${say.again}</a></p>`}`
  return layout({ language, title: titleOf(content, language), office, brand: found.brand, body })
}

/** A page that only says something. */
export function wordsOnly(
  language: Language,
  what: 'closed' | 'full' | 'already' | 'lost' | 'tooOften' | 'broken',
  office: string,
  found?: Found,
): string {
  const { title, text } = words[language][what]
  const results: Html | false =
    found?.resultsPublic === true &&
    markup`<p>
      <a class="btn btn--line" href="/s/${found.token}/results?lang=${language}">${words[language].results}</a>
    </p>`
  const body = markup`<div class="stack-s">
      <h1>${title}</h1>
      <p class="lead">${text}</p>
    </div>
    ${results}`
  return layout({ language, title, office, brand: found?.brand, body })
}

/** To a browser that has answered, which more than one person may use. */
export function answeredHere(found: Found, { language, about }: Asking): string {
  const { title, text, others: elsewhere, bySms } = words[language].answeredHere
  const { keyword } = about
  const body = markup`<div class="stack-s">
      <h1>${title}</h1>
      <p class="lead">${text}</p>
      <p>${elsewhere}${keyword !== null && found.number !== null && ` ${bySms(keyword.toUpperCase(), found.number)}`}</p>
    </div>
    ${found.resultsPublic && markup`<p><a class="btn btn--line" href="/s/${found.token}/results?lang=${language}">${words[language].results}</a></p>`}`
  return layout({
    language,
    title: titleOf(found.content, language),
    office: found.office,
    brand: found.brand,
    languages: others(found, ''),
    body,
  })
}

/** Where the same page is in the survey's other languages. */
export function others({ content, token: name }: Found, path: string) {
  return content.languages.map((language) => ({ language, href: `/s/${name}${path}?lang=${language}` }))
}

export function titleOf(content: SurveyContent, language: Language): string {
  return inLanguage(content.title, language, content)
}

export function idsOf({ questions }: SurveyContent): string[] {
  return questions.map(({ id }) => id)
}
