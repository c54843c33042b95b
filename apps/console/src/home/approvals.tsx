import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../link-button.tsx'
import { formatMoney } from '../format.ts'
import { useMay } from '../me.ts'
import css from './home.module.css'
import { ofStateQuery } from './queries.ts'

/** What waits for a second person's yes. */
export function Approvals() {
  const { t } = useTranslation()
  const may = useMay()
  const review = useQuery(ofStateQuery('review'))
  const approved = useQuery(ofStateQuery('approved'))
  const items = [...(review.data ?? []), ...(approved.data ?? [])]
  if (items.length === 0) return null
  return (
    <section aria-labelledby="approvals">
      <h2 className="head" id="approvals">
        {t('home.approvals')}
      </h2>
      {items.map((broadcast) => (
        <div key={broadcast.id} className={css['approval']}>
          <div>
            <b className="strong">{broadcast.name || t('broadcasts.unnamed')}</b>
            <p className="muted num">
              {[
                broadcast.createdBy && t('home.preparedBy', { name: broadcast.createdBy }),
                t('broadcasts.people', { count: broadcast.recipients }),
                formatMoney(broadcast.cost),
                broadcast.state === 'approved' && t('state.approved'),
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
          </div>
          <LinkButton
            to="/broadcasts/$id"
            params={{ id: String(broadcast.id) }}
            {...(may('broadcasts:approve') && { variant: 'light' })}
          >
            {t('home.review')}
          </LinkButton>
        </div>
      ))}
    </section>
  )
}
