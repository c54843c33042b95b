import type { SurveyQuestionResult, SurveyResults } from '@kurenda/contract'
import type { Language } from '@kurenda/dialogue'
import { markup, type Html } from './markup.ts'
import { words } from './words.ts'

/** Bars with their numbers in words: nothing is said by colour or length alone. */
export function showResults({ title, responses, questions }: SurveyResults, language: Language): Html {
  const say = words[language]
  const all = responses.complete + responses.partial
  return markup`<div class="stack-s">
      <h1>${title}</h1>
      <p class="lead">${all === 0 ? say.nobody : say.people(all)}</p>
    </div>
    ${questions.map((question) => showQuestion(question, language))}`
}

function showQuestion(question: SurveyQuestionResult, language: Language): Html {
  const say = words[language]
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const { text, options, mean, score, answered } = question
  return markup`<section class="sheet">
    <h2>${text}</h2>
    <p class="small">${say.people(answered)}</p>
    ${score !== null && markup`<p class="lead">${say.score}: <b class="num">${number.format(score)}</b></p>`}
    ${mean !== null && score === null && markup`<p class="lead">${say.mean}: <b class="num">${number.format(mean)}</b></p>`}
    ${
      options.length > 0 &&
      markup`<ul class="bars">
        ${options.map(
          ({ label, count, share }) =>
            markup`<li>
              <span class="label"><b>${label}</b><span class="num">${percent.format(share)} (${count})</span></span
              ><meter
                class="bar-of"
                min="0"
                max="1"
                value="${share.toFixed(4)}"
                aria-label="${label}: ${percent.format(share)}"
              ></meter>
            </li>`,
        )}
      </ul>`
    }
  </section>`
}
