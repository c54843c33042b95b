import type { Control, Language, WebForm } from '@kurenda/dialogue'
import { markup, type Html } from './markup.ts'
import { words } from './words.ts'

/** One question as a part of a form. `name` is that of its field; `filled` is what was sent before. */
export function showQuestion(
  form: WebForm,
  {
    language,
    name,
    filled,
    error,
  }: { language: Language; name: string; filled: readonly string[]; error?: string | undefined },
): Html {
  const about = [
    error !== undefined && {
      id: `${name}-error`,
      part: markup`<p class="notice wrong" id="${name}-error"><b>${error}</b></p>`,
    },
    !form.required && {
      id: `${name}-optional`,
      part: markup`<p class="small" id="${name}-optional">${words[language].optional}</p>`,
    },
    'help' in form.control &&
      form.control.help !== '' && {
        id: `${name}-help`,
        part: markup`<p class="small" id="${name}-help">${form.control.help}</p>`,
      },
  ].filter((one) => one !== false)
  const described = about.map(({ id }) => id).join(' ')
  const attributes = markup`${described !== '' && markup` aria-describedby="${described}"`}${error !== undefined && markup` aria-invalid="true"`}`
  const parts = about.map(({ part }) => part)
  const { control } = form
  if (control.is === 'radios' || control.is === 'checkboxes')
    return markup`<fieldset${described !== '' && markup` aria-describedby="${described}"`}><legend>${form.question}</legend>${parts}${showOptions(control, name, filled)}</fieldset>`
  return markup`<div class="field">
    <label for="${name}">${form.question}</label>${parts}${showInput(control, name, filled[0] ?? '', attributes)}
  </div>`
}

function showOptions(
  control: Extract<Control, { is: 'radios' | 'checkboxes' }>,
  name: string,
  filled: readonly string[],
): Html {
  const type = control.is === 'radios' ? 'radio' : 'checkbox'
  const isScale = control.options.every(({ id, label }) => id === label && /^\d+$/.test(id))
  const checked = (id: string) => filled.includes(id) && markup` checked`
  if (isScale && control.is === 'radios')
    return markup`<div class="points">
        ${control.options.map(
          ({ id, label }) =>
            markup`<label class="point"
              ><input type="radio" name="${name}" value="${id}" ${checked(id)} /><span class="num"
                >${label}</span
              ></label
            >`,
        )}
      </div>
      ${(control.low ?? control.high) !== undefined && markup`<p class="ends small"><span>${control.low}</span><span>${control.high}</span></p>`}`
  return markup`<div class="ticks">
    ${control.options.map(
      ({ id, label }) =>
        markup`<label class="tick"
          ><input type="${type}" name="${name}" value="${id}" ${checked(id)} /><span><b>${label}</b></span></label
        >`,
    )}
  </div>`
}

function showInput(control: Control, name: string, value: string, attributes: Html): Html {
  switch (control.is) {
    case 'number':
      return markup`<input
        class="in num"
        id="${name}"
        name="${name}"
        type="text"
        inputmode="decimal"
        maxlength="20"
        value="${value}"
        ${attributes}
      />`
    case 'date':
      return markup`<input
        class="in num"
        id="${name}"
        name="${name}"
        type="date"
        ${control.min !== undefined && markup` min="${control.min}"`}${control.max !== undefined && markup` max="${control.max}"`}
        value="${value}"
        ${attributes}
      />`
    // Nothing may stand between the tags but the words themselves.
    case 'textarea':
      return markup`<textarea class="in" id="${name}" name="${name}" rows="5" maxlength="${control.maxLength}"${attributes}>${value}</textarea>`
    default:
      return markup`<input
        class="in"
        id="${name}"
        name="${name}"
        type="text"
        maxlength="500"
        value="${value}"
        ${attributes}
      />`
  }
}
