/** @typedef {{ id: number, direction: 'in' | 'out', other: string, text: string, at: string }} Text */
/** @typedef {{ number: string, texts: Text[] }} Phone */

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id))
const list = element('phones')
const search = /** @type {HTMLInputElement} */ (element('search'))
const time = new Intl.DateTimeFormat('pl', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** @param {string} name @param {string} [text] @param {string} [className] */
function make(name, text, className) {
  const node = document.createElement(name)
  if (text) node.textContent = text
  if (className) node.className = className
  return node
}

/** @param {string} number */
const spaced = (number) => number.replace(/^(\+48)(\d{3})(\d{3})(\d{3})$/, '$1 $2 $3 $4')

/** @param {string} number @param {string} to @param {string} text */
async function write(number, to, text) {
  await fetch(`phones/${encodeURIComponent(number)}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to, text }),
  })
}

/** @param {Phone} phone */
function texts(phone) {
  return phone.texts.map((text) => {
    const item = make('li', text.text, `text ${text.direction}`)
    item.append(
      make('small', `${text.direction === 'in' ? text.other : `do ${text.other}`} · ${time.format(new Date(text.at))}`),
    )
    return item
  })
}

/** @param {Phone} phone */
function card(phone) {
  const article = make('article')
  article.dataset.number = phone.number
  article.append(make('h2', spaced(phone.number)), make('ol'))
  const form = document.createElement('form')
  const label = make('label', 'Odpisz')
  const input = document.createElement('input')
  input.name = 'text'
  input.required = true
  input.maxLength = 1530
  label.append(input)
  form.append(label, make('button', 'Wyślij'))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const text = input.value
    input.value = ''
    void write(phone.number, article.dataset.other ?? '', text)
  })
  article.append(form)
  return article
}

/** Cards are kept, so that a reply half written survives a new text. */
async function refresh() {
  const query = new URLSearchParams({ limit: '40', search: search.value.replace(/\s/g, '') })
  const response = await fetch(`phones?${query}`)
  if (!response.ok) return
  const phones = /** @type {Phone[]} */ (await response.json())
  const known = new Map([...list.children].map((node) => [/** @type {HTMLElement} */ (node).dataset.number, node]))
  const cards = phones.map((phone) => {
    const article = /** @type {HTMLElement} */ (known.get(phone.number) ?? card(phone))
    const items = /** @type {HTMLElement} */ (article.querySelector('ol'))
    const last = phone.texts.at(-1)
    if (article.dataset.last !== String(last?.id)) {
      items.replaceChildren(...texts(phone))
      items.scrollTop = items.scrollHeight
      article.dataset.last = String(last?.id)
    }
    article.dataset.other = phone.texts.findLast((text) => text.direction === 'in')?.other ?? last?.other ?? ''
    return article
  })
  if (cards.some((node, i) => list.children[i] !== node) || cards.length !== list.children.length) {
    const focused = document.activeElement
    list.replaceChildren(...cards)
    if (focused instanceof HTMLElement && list.contains(focused)) focused.focus()
  }
  element('empty').hidden = phones.length > 0
}

const form = /** @type {HTMLFormElement} */ (element('new'))
form.addEventListener('submit', (event) => {
  event.preventDefault()
  const data = new FormData(form)
  /** @param {string} name */
  const field = (name) => String(data.get(name) ?? '')
  const digits = field('number').replace(/\D/g, '')
  const number = digits.length === 9 ? `+48${digits}` : `+${digits}`
  void write(number, field('to').replace(/\s/g, ''), field('text'))
  const text = /** @type {HTMLInputElement} */ (form.elements.namedItem('text'))
  text.value = ''
})
search.addEventListener('input', () => void refresh())
new EventSource('events').addEventListener('message', () => void refresh())
void refresh()
