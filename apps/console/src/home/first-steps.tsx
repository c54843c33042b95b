import { CircleIcon, CircleCheckBigIcon } from 'lucide-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../link-button.tsx'
import { broadcastsQuery } from '../broadcasts/queries.ts'
import { conversationsQuery } from '../inbox/conversations.ts'
import { useMay, useMe } from '../me.ts'
import css from './home.module.css'

/** Whoever sent so many needs no guide any more. */
const enough = 3

/** Leads through the first message; each step knows from what is there whether it is done. */
export function FirstSteps() {
  const { t } = useTranslation()
  const { demo } = useMe()
  const may = useMay()
  const broadcasts = useInfiniteQuery(broadcastsQuery({}))
  const sent = broadcasts.data?.pages.flatMap((page) => page.items)
  const conversations = useInfiniteQuery({
    ...conversationsQuery,
    enabled: sent !== undefined && sent.length <= enough,
  })
  const talks = conversations.data?.pages.flatMap((page) => page.items) ?? []
  if (!may('broadcasts:send') || !sent || sent.length > enough) return null
  const first = sent[0]
  const wrote = {
    is: 'write',
    done: sent.length > 0,
    to: '/compose',
  } as const
  const watched = {
    is: 'watch',
    done: sent.some(({ totals }) => totals.delivered > 0),
    to: first ? `/broadcasts/${first.id}` : '/broadcasts',
  } as const
  const answered = { is: 'answer', done: talks.length > 0, to: '/phones' } as const
  const replied = { is: 'reply', done: talks.some(({ state }) => state !== 'waiting'), to: '/inbox' } as const
  const steps = demo ? [wrote, watched, answered, replied] : [wrote, watched]
  if (steps.every(({ done }) => done)) return null
  const next = steps.find(({ done }) => !done)
  return (
    <section className={`sheet ${css['steps']}`} aria-labelledby="first">
      <h2 className="head" id="first">
        {t('home.first')}
      </h2>
      <p className="muted">{t(demo ? 'home.firstText' : 'home.firstTextReal')}</p>
      <ol className="rows">
        {steps.map((step) => (
          <li key={step.is} data-done={step.done}>
            {step.done ? (
              <CircleCheckBigIcon size={24} aria-hidden="true" />
            ) : (
              <CircleIcon size={24} aria-hidden="true" />
            )}
            <div>
              <b className="strong">{t(`home.step.${step.is}`)}</b>
              <p className="muted">{t(`home.step.${step.is}Text`)}</p>
            </div>
            {step.done ? (
              <span className="muted xs">{t('home.step.done')}</span>
            ) : (
              step === next && (
                <LinkButton variant="light" to={step.to}>
                  {t('home.step.go')}
                </LinkButton>
              )
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
