import type { Contact } from '@kurenda/contract'
import { House } from '@kurenda/ui'
import { Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { measureElement, useWindowVirtualizer, windowScroll, type Virtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useRef, useState, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { formatPhone } from '../../format.ts'
import { nameOf } from '../name-of.ts'
import css from './people.module.css'
import type { Selection } from './selection.ts'

/** Of a line on a wide screen, in pixels; those that are seen are measured. */
const usualHeight = 55
/**
 * A line has the size that the browser tells once it is drawn. Asked for it before, the browser would lay out the page in the middle of
 * drawing it: an eighth of the time until a slow computer shows the list.
 */
function sizeOnceDrawn(line: Element, drawn: ResizeObserverEntry | undefined, lines: Virtualizer<Window, Element>) {
  if (drawn) return measureElement(line, drawn, lines)
  return lines.measurementsCache[lines.indexFromElement(line)]?.size ?? usualHeight
}

/** The list begins where the window is. A scroll to that very place would have the browser lay out the page as well. */
const scrollFromHere: typeof windowScroll = (offset, how, lines) => {
  if (how.adjustments || offset !== lines.scrollOffset) windowScroll(offset, how, lines)
}
/** Of what stands above the list on a wide screen, in pixels, until it is measured. */
const usualTop = 300

/** Lines beyond the window that are there already, for who goes on with Tab or scrolls fast. */
const readyBeyond = 2

/** People, a line each; only lines near the window are there at all. Without `selection` nobody can be chosen. */
export function Rows({ people, selection }: { people: readonly Contact[]; selection?: Selection | undefined }) {
  const { t } = useTranslation()
  const table = useRef<HTMLTableElement>(null)
  const [top, setTop] = useState(usualTop)
  useEffect(() => {
    // Told of its size once it is drawn: its place is known by then, without a layout for it alone.
    const drawn = new ResizeObserver(() => setTop((table.current?.getBoundingClientRect().top ?? 0) + scrollY))
    if (table.current) drawn.observe(table.current)
    return () => drawn.disconnect()
  }, [])
  const lines = useWindowVirtualizer({
    count: people.length,
    estimateSize: () => usualHeight,
    measureElement: sizeOnceDrawn,
    scrollToFn: scrollFromHere,
    getItemKey: (index) => people[index]?.id ?? index,
    overscan: readyBeyond,
    scrollMargin: top,
    // Before it is measured, and where nothing has a size: a screen of usual height.
    initialRect: { width: 1440, height: 900 },
  })
  const shown = lines.getVirtualItems()
  const [first, last] = [shown[0], shown.at(-1)]
  return (
    <table ref={table} className={css['rows']} aria-rowcount={people.length + 1}>
      <thead>
        <tr>
          {selection && (
            <th scope="col" className={css['check']}>
              <Checkbox
                label={t('people.chooseShown')}
                checked={selection.isAllShown}
                indeterminate={!selection.isAllShown && selection.chosen.size > 0}
                onChange={selection.toggleShown}
              />
            </th>
          )}
          <th scope="col">{t('people.person')}</th>
          <th scope="col">{t('people.addresses')}</th>
          <th scope="col">{t('people.groups')}</th>
        </tr>
      </thead>
      <tbody>
        {first && <Gap height={first.start - top} />}
        {shown.map(({ index, key }) => {
          const person = people[index]
          if (!person) return null
          const isChosen = selection?.chosen.has(person.id) ?? false
          return (
            <Row key={key} ref={lines.measureElement} toggle={selection?.toggle} {...{ index, person, isChosen }} />
          )
        })}
        {last && <Gap height={lines.getTotalSize() + top - last.end} />}
      </tbody>
    </table>
  )
}

/** In place of lines that are far away. */
function Gap({ height }: { height: number }) {
  return height > 0 && <tr className={css['gap']} aria-hidden="true" style={{ height }} />
}

interface OnePerson {
  ref: Ref<HTMLTableRowElement>
  /** From 0. */
  index: number
  person: Contact
  isChosen: boolean
  /** undefined where nobody can be chosen. */
  toggle: Selection['toggle'] | undefined
}

/** The list draws itself again as one scrolls and chooses; a line that stays as it is is not drawn again. */
const Row = memo(function Row({ ref, index, person, isChosen, toggle }: OnePerson) {
  const { t } = useTranslation()
  const name = nameOf(person, t)
  return (
    // The line above the first person is the head.
    <tr ref={ref} data-index={index} aria-rowindex={index + 2} data-chosen={isChosen}>
      {toggle && (
        <td className={css['check']}>
          {/* Mantine's would be six components a line. */}
          <label className={css['tick']}>
            <input
              type="checkbox"
              aria-label={t('people.choose', { name })}
              checked={isChosen}
              onChange={() => toggle(person.id)}
            />
          </label>
        </td>
      )}
      <td>
        <div className={css['who']}>
          <House name={person.name} on={isChosen} />
          <div>
            <Link to="/people/$id" params={{ id: String(person.id) }}>
              {name}
            </Link>
            {person.language !== 'pl' && <span className="tag">{t(`people.language.${spoken(person.language)}`)}</span>}
          </div>
        </div>
      </td>
      <td>
        <ul className={css['addresses']}>
          {person.addresses.map(({ value, optedOut }) => (
            <li key={value} className="num">
              {formatPhone(value)} {optedOut && <span className="tag attn">{t('people.outTag')}</span>}
            </li>
          ))}
        </ul>
      </td>
      <td>
        <ul className={css['groups']}>
          {person.groups.map(({ id, name }) => (
            <li key={id} className="tag">
              {name}
            </li>
          ))}
        </ul>
      </td>
    </tr>
  )
})

const spoken = (language: string) => (language === 'uk' || language === 'en' ? language : 'pl')
