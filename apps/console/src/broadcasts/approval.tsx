import type { Broadcast, Draft, DraftVersions, Preview } from '@kurenda/contract'
import { Dot, Phone, TemplateText } from '@kurenda/ui'
import { Button, Textarea } from '@mantine/core'
import { PencilIcon } from 'lucide-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../link-button.tsx'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { formatMoney, formatPhone, formatTime } from '../format.ts'
import { Loading } from '../loading.tsx'
import { useMay, useMe } from '../me.ts'
import { useToast } from '../toasts.tsx'
import css from './detail.module.css'
import { draftQuery, rulesQuery } from './queries.ts'
import { SendGate } from './send-gate.tsx'
import { wordDiff } from './word-diff.ts'

/** A broadcast before its yes: what it says, what changed since it was last approved, what people said, and the next step. */
export function Approval({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation()
  const id = String(broadcast.id)
  const draft = useQuery(draftQuery(id))
  const preview = useQuery({
    queryKey: ['broadcasts', 'preview', id, draft.data?.version, 0],
    queryFn: () => api<Preview>(`/broadcasts/${id}/preview?position=0`),
    enabled: draft.data?.prepared === true,
    retry: false,
  })
  return (
    <div className={css['review']}>
      <div>
        <p className={`num ${css['size']}`}>
          <span>{t('broadcasts.people', { count: broadcast.recipients })}</span>
          <span>{formatMoney(broadcast.cost)}</span>
        </p>
        {draft.isPending && <Loading />}
        {draft.error ? (
          <blockquote className={css['change']}>
            <TemplateText text={broadcast.text} />
          </blockquote>
        ) : (
          draft.data && <Words draft={draft.data} />
        )}
        {draft.data && <Remarks draft={draft.data} />}
        <Step broadcast={broadcast} draft={draft.data} text={preview.data?.text ?? broadcast.text} />
      </div>
      <aside>
        <Phone
          sender={formatPhone(broadcast.sender)}
          kind={t('compose.sms')}
          text={preview.data?.text ?? broadcast.text}
        />
      </aside>
    </div>
  )
}

function Words({ draft }: { draft: Draft }) {
  const { t } = useTranslation()
  const versions = useQuery({
    queryKey: ['broadcasts', 'versions', draft.id, draft.version],
    queryFn: () => api<DraftVersions>(`/broadcasts/${draft.id}/versions`),
  })
  const approved = draft.reviews.findLast(({ verdict }) => verdict === 'approved')?.version
  const before = versions.data?.items.find(({ version }) => version === approved && version < draft.version)
  return (
    <section>
      <h2 className="head">{t(before ? 'approval.changed' : 'broadcasts.text')}</h2>
      <p className={css['change']}>
        {wordDiff(before?.content.text ?? draft.content.text, draft.content.text).map(({ is, text }, i) => {
          const Piece = is === 'added' ? 'ins' : is === 'taken' ? 'del' : 'span'
          return (
            <Piece key={i}>
              <TemplateText text={text} />
            </Piece>
          )
        })}
      </p>
      {Object.entries(draft.content.translations).map(([language, text]) => (
        <p key={language} lang={language} className={css['change']}>
          <TemplateText text={text} />
        </p>
      ))}
      <p className="muted">
        {t('approval.version', { version: draft.version, name: draft.savedBy ?? '', when: formatTime(draft.savedAt) })}
      </p>
    </section>
  )
}

function Remarks({ draft }: { draft: Draft }) {
  const { t } = useTranslation()
  if (draft.reviews.length === 0) return null
  return (
    <section>
      <h2 className="head">{t('approval.remarks')}</h2>
      <ul className={`rows ${css['remarks']}`}>
        {draft.reviews.map(({ verdict, by, at, comment }) => (
          <li key={at}>
            <Dot name={by} />
            <div>
              {t(`timeline.${verdict}`, { name: by })} <span className="muted">{formatTime(at)}</span>
              {comment && <p>{comment}</p>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

type Verdict = 'review' | 'approve' | 'return'
const said = { review: 'gate.asked', approve: 'approval.approved', return: 'approval.returned' } as const

/** What can be done now by the one who looks: approve or return, ask, send, edit. */
function Step({ broadcast, draft, text }: { broadcast: Broadcast; draft: Draft | undefined; text: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const say = useToast()
  const may = useMay()
  const me = useMe()
  const rules = useQuery(rulesQuery)
  const [comment, setComment] = useState('')
  const [gate, setGate] = useState(false)
  const { id, state } = broadcast
  const review = useMutation({
    mutationFn: (verdict: Verdict) => api(`/broadcasts/${id}/${verdict}`, comment.trim() ? { comment } : {}),
    onSuccess: (_answer, verdict) => {
      say(t(said[verdict]))
      setComment('')
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['broadcasts'] }),
  })
  // Nobody says yes to their own: the server would refuse it.
  const judges = state === 'review' && may('broadcasts:approve') && broadcast.createdBy !== me.user.name
  const { approvalFrom = null } = rules.data ?? {}
  const needsYes = approvalFrom !== null && broadcast.recipients >= approvalFrom && state !== 'approved'
  const ready = draft?.prepared === true && broadcast.recipients > 0
  return (
    <section>
      {state === 'review' && !judges && <p className="muted">{t('approval.waits')}</p>}
      {!ready && <p className="muted">{t('approval.notCounted')}</p>}
      {(judges || (state === 'draft' && needsYes && ready)) && (
        <Textarea
          label={t('approval.comment')}
          autosize
          minRows={2}
          maxLength={2000}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
      )}
      {review.error && <Failed error={review.error} />}
      <div className={css['acts']}>
        {judges && (
          <>
            <Button variant="filled" loading={review.isPending} onClick={() => review.mutate('approve')}>
              {t('approval.approve')}
            </Button>
            <Button disabled={review.isPending} onClick={() => review.mutate('return')}>
              {t('approval.return')}
            </Button>
          </>
        )}
        {state === 'draft' && needsYes && ready && may('broadcasts:send') && (
          <Button variant="filled" loading={review.isPending} onClick={() => review.mutate('review')}>
            {t('gate.ask')}
          </Button>
        )}
        {ready && !needsYes && may('broadcasts:send') && (
          <Button variant="filled" onClick={() => setGate(true)}>
            {t('broadcasts.confirm')}
          </Button>
        )}
        {draft && may('broadcasts:send') && (
          <LinkButton
            to="/compose/{-$id}"
            params={{ id: String(id) }}
            leftSection={<PencilIcon size={18} aria-hidden="true" />}
          >
            {t('approval.edit')}
          </LinkButton>
        )}
      </div>
      {gate && (
        <SendGate
          id={id}
          name={broadcast.name}
          size={broadcast}
          text={text}
          channel={broadcast.channel}
          sendAt={broadcast.sendAt}
          replies={broadcast.replies}
          isSurvey={broadcast.survey !== null}
          isEmergency={broadcast.priority === 'emergency'}
          state={state}
          leave={t('gate.leave')}
          onBack={() => setGate(false)}
          onSent={() => setGate(false)}
        />
      )}
    </section>
  )
}
