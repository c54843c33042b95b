import type { Contact } from '@kurenda/contract'
import { House } from '@kurenda/ui'
import { Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatPhone } from '../../format.ts'
import { nameOf } from '../name-of.ts'
import css from './people.module.css'
import type { Selection } from './selection.ts'

/** People, a line each. Without `selection` nobody can be chosen. */
export function Rows({ people, selection }: { people: readonly Contact[]; selection?: Selection | undefined }) {
  const { t } = useTranslation()
  return (
    <table className={css['rows']}>
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
        {people.map((person) => (
          <Row key={person.id} person={person} selection={selection} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ person, selection }: { person: Contact; selection: Selection | undefined }) {
  const { t } = useTranslation()
  const name = nameOf(person, t)
  const isChosen = selection?.chosen.has(person.id) ?? false
  return (
    <tr data-chosen={isChosen}>
      {selection && (
        <td className={css['check']}>
          <Checkbox
            aria-label={t('people.choose', { name })}
            checked={isChosen}
            onChange={() => selection.toggle(person.id)}
          />
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
}

const spoken = (language: string) => (language === 'uk' || language === 'en' ? language : 'pl')
