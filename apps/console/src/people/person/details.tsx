import type { Contact, ContactField } from '@kurenda/contract'
import { Button } from '@mantine/core'
import { MailIcon, PhoneIcon } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldsQuery } from '../../compose/queries.ts'
import { formatPhone } from '../../format.ts'
import { useMay } from '../../me.ts'
import { OptOutDialog } from '../opt-out-dialog.tsx'
import css from './person.module.css'

/** Addresses, language and the office's own fields. */
export function Details({ person, canWrite }: { person: Contact; canWrite: boolean }) {
  const { t } = useTranslation()
  const may = useMay()
  const fields = useQuery(fieldsQuery).data?.items ?? []
  const [asks, setAsks] = useState<Contact['addresses'][number]>()
  return (
    <section className={css['details']}>
      <h2 className="heard">{t('person.details')}</h2>
      <ul className={css['addresses']}>
        {person.addresses.map((address, i) => (
          <li key={address.value}>
            {address.kind === 'phone' ? (
              <PhoneIcon size={18} aria-hidden="true" />
            ) : (
              <MailIcon size={18} aria-hidden="true" />
            )}
            <span className="num">
              {formatPhone(address.value)}
              {address.optedOut ? (
                <span className="tag attn">{t('people.outTag')}</span>
              ) : (
                i === 0 && address.kind === 'phone' && <span className="tag">{t('person.texted')}</span>
              )}
            </span>
            {may('opt-outs:write') && canWrite && (
              <Button
                variant="subtle"
                aria-label={t(address.optedOut ? 'person.withdrawAt' : 'person.optOutAt', { address: address.value })}
                onClick={() => setAsks(address)}
              >
                {t(address.optedOut ? 'person.withdraw' : 'person.optOut')}
              </Button>
            )}
          </li>
        ))}
        {person.addresses.length === 0 && <li className="muted">{t('person.noAddress')}</li>}
      </ul>
      <dl className={css['fields']}>
        <div>
          <dt>{t('people.language')}</dt>
          <dd>
            {person.language in { pl: 0, en: 0, uk: 0 }
              ? t(`people.language.${person.language as 'pl'}`)
              : person.language}
          </dd>
        </div>
        {Object.entries(person.fields).map(([key, value]) => (
          <div key={key}>
            <dt>{labelOf(key, fields)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {asks && <OptOutDialog address={asks.value} withdraws={asks.optedOut} onClose={() => setAsks(undefined)} />}
    </section>
  )
}

/** What the office calls a field; one that it did not define has only its key. */
export const labelOf = (key: string, fields: readonly ContactField[]) =>
  fields.find((field) => field.key === key)?.label ?? key
