import type { DraftContent } from '@kurenda/contract'
import { Notice } from '@kurenda/ui'
import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { ArrowLeftIcon, SendIcon } from 'lucide-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LinkIcon } from '../link-button.tsx'
import { SendGate } from '../broadcasts/send-gate.tsx'
import { rulesQuery } from '../broadcasts/queries.ts'
import { Failed } from '../failed.tsx'
import { formatMoney, formatTime } from '../format.ts'
import { atWallTime } from '../office-time.ts'
import css from './compose.module.css'
import { hasAudience } from './empty-content.ts'
import { estimate } from './estimate.ts'
import { PersonPane } from './person-pane.tsx'
import { channelsQuery, countQuery, prepareQuery, previewQuery, type Which } from './queries.ts'
import { SurveyQuestion } from './survey-question.tsx'
import { TakeTemplate, TakeVersion } from './take.tsx'
import { TestSend } from './test-send.tsx'
import { useDraft, type Saved } from './use-draft.ts'
import { What } from './what.tsx'
import { Ways, whenOf, type When } from './when.tsx'
import { Who } from './who.tsx'

/** Up to so many people a draft is counted by itself, text by text; a larger one when its author asks to send it. */
const countedByItself = 20_000

const steps = ['who', 'what', 'preview'] as const

/** Who, what, and how it will look, side by side; on a phone one after the other. */
export function Composer({
  start,
  onMade,
}: {
  start: { content: DraftContent; saved?: Saved }
  onMade: (id: number) => void
}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const draft = useDraft(start, onMade)
  const { content, change, saved } = draft
  const [when, setWhen] = useState<When>(() => whenOf(content))
  const [which, setWhich] = useState<Which>(0)
  const [step, setStep] = useState<(typeof steps)[number]>('who')
  const [gate, setGate] = useState<{ id: number; state: Saved['state'] }>()

  const channels = (useQuery(channelsQuery).data?.items ?? []).filter(({ enabled }) => enabled)
  const channel = channels.find(({ name }) => name === content.channel) ?? channels[0]
  const rules = useQuery(rulesQuery).data
  const [audience] = useDebouncedValue(content.audience, 300)
  const counted = useQuery({ ...countQuery(audience), enabled: hasAudience({ ...content, audience }) })
  const count = hasAudience(content) ? counted.data : undefined
  const writable = content.text.trim() !== '' && hasAudience(content)
  const prepared = useQuery({
    ...prepareQuery(saved?.id ?? 0, saved?.version ?? 0),
    enabled: writable && draft.isSaved && saved !== undefined && (count?.recipients ?? Infinity) <= countedByItself,
  })
  const isCounted = draft.isSaved && prepared.data !== undefined
  const preview = useQuery({
    ...previewQuery(saved?.id ?? 0, saved?.version ?? 0, which),
    enabled: isCounted && (prepared.data?.recipients ?? 0) > 0,
  })
  const person = writable && (prepared.data?.recipients ?? 0) > 0 && preview.data ? preview.data : undefined
  const size = estimate(
    person?.text ?? content.text,
    count?.recipients ?? 0,
    channel,
    isCounted ? prepared.data : undefined,
  )
  const setTime = (next: When) => {
    setWhen(next)
    change({ sendAt: next.kind === 'at' && next.at !== '' ? atWallTime(next.at).toISOString() : undefined })
  }
  const check = useMutation({
    mutationFn: async () => {
      const kept = await draft.flush()
      await client.fetchQuery({ ...prepareQuery(kept.id, kept.version), staleTime: 0 })
      return kept
    },
    onSuccess: ({ id, state }) => setGate({ id, state }),
  })
  const missing =
    content.text.trim() === ''
      ? t('compose.missingText')
      : !hasAudience(content)
        ? t('compose.missingPeople')
        : when.kind === 'at' && when.at === ''
          ? t('compose.missingTime')
          : undefined
  const isEmergency = content.priority === 'emergency'
  const error = check.error ?? prepared.error ?? draft.problem
  return (
    <div className={css['composer']} data-step={step}>
      <header>
        <LinkIcon to="/broadcasts" aria-label={t('compose.leave')}>
          <ArrowLeftIcon size={20} aria-hidden="true" />
        </LinkIcon>
        <h1 className="heard">{t('compose.title')}</h1>
        <TextInput
          variant="unstyled"
          className={css['name'] ?? ''}
          aria-label={t('compose.name')}
          placeholder={t('compose.nameHere')}
          maxLength={200}
          value={content.name ?? ''}
          onChange={(event) => change({ name: event.currentTarget.value || undefined })}
        />
        <span className={`muted xs ${css['saved']}`} role="status">
          {draft.problem
            ? t('compose.notSaved')
            : saved && (draft.isSaved ? t('compose.saved', { when: formatTime(saved.savedAt) }) : t('compose.saving'))}
        </span>
        <span className={css['head']}>
          {content.survey === undefined && <TakeTemplate onTake={change} />}
          {saved && <TakeVersion id={saved.id} onTake={(before) => change(before)} />}
          <TestSend flush={draft.flush} position={person?.position ?? 0} />
        </span>
      </header>
      {(draft.conflict || isEmergency) && (
        <div className={css['notices']}>
          {isEmergency && (
            <p className={css['emergency']} role="note">
              <b>{t('compose.emergency')}</b> {t('compose.emergencyText')}
              <Button onClick={() => change({ priority: 'bulk' })}>{t('compose.emergencyOff')}</Button>
            </p>
          )}
          {draft.conflict && (
            <Notice>
              <p role="alert">{t('compose.conflict', { name: draft.conflict.by })}</p>
              <Button onClick={() => draft.settle('theirs')}>{t('compose.takeTheirs')}</Button>
              <Button onClick={() => draft.settle('ours')}>{t('compose.keepOurs')}</Button>
            </Notice>
          )}
        </div>
      )}
      <div className={css['steps']} role="group" aria-label={t('compose.steps')}>
        {steps.map((each) => (
          <button key={each} type="button" aria-pressed={step === each} onClick={() => setStep(each)}>
            {t(`compose.step.${each}`)}
            <small>
              {each === 'who'
                ? t('broadcasts.people', { count: size.recipients })
                : each === 'what'
                  ? (channel?.name ?? '')
                  : (person?.fields['imię i nazwisko'] ?? '')}
            </small>
          </button>
        ))}
      </div>
      <div className={css['panes']}>
        <section data-pane="who" aria-label={t('compose.step.who')}>
          <Who
            audience={content.audience}
            onChange={(next) => change({ audience: next })}
            count={count}
            error={counted.error}
          />
        </section>
        <section data-pane="what" aria-label={t('compose.step.what')}>
          {content.survey === undefined ? (
            <What
              content={content}
              onChange={change}
              preview={isCounted ? person : undefined}
              size={size}
              pricePerPart={channel?.pricePerPart ?? 0}
            />
          ) : (
            <SurveyQuestion
              content={content}
              id={content.survey}
              followUpParts={isCounted ? prepared.data?.followUpParts : undefined}
              onDetach={() => change({ survey: undefined })}
            />
          )}
          <Ways
            content={content}
            onChange={change}
            channels={channels}
            channel={channel}
            when={when}
            onWhen={setTime}
            rules={rules}
          />
        </section>
        <section data-pane="preview" aria-label={t('compose.step.preview')}>
          <PersonPane
            preview={person}
            text={content.text}
            sender={content.sender ?? channel?.sender ?? ''}
            canAnswer={content.replies === 'two_way' && channel?.answerable !== false}
            onWhich={setWhich}
          />
        </section>
      </div>
      <footer className={css['bar']}>
        {error && (
          <div className={css['error']}>
            <Failed error={error} {...(prepared.error && { retry: () => void prepared.refetch() })} />
          </div>
        )}
        <p className="muted">{missing ?? (size.exact ? t('compose.exact') : t('compose.about'))}</p>
        <Button
          variant="filled"
          size="lg"
          {...(isEmergency && { color: 'stamp' })}
          className={isEmergency ? (css['alarm'] ?? '') : ''}
          leftSection={<SendIcon size={22} aria-hidden="true" />}
          disabled={missing !== undefined || draft.conflict !== undefined}
          loading={check.isPending}
          onClick={() => check.mutate()}
        >
          {size.recipients === 0
            ? t('compose.check')
            : t('gate.send', { count: size.recipients, cost: formatMoney(size.cost) })}
        </Button>
      </footer>
      {gate && prepared.data && (
        <SendGate
          id={gate.id}
          name={content.name ?? ''}
          size={prepared.data}
          text={person?.text ?? content.text}
          channel={channel?.name ?? ''}
          sendAt={when.kind === 'at' ? (content.sendAt ?? null) : null}
          rule={when.kind === 'repeat' ? when.rule : undefined}
          replies={content.replies}
          isSurvey={content.survey !== undefined}
          isEmergency={isEmergency}
          state={gate.state}
          leave={t('gate.back')}
          onBack={() => setGate(undefined)}
          onSent={() =>
            void navigate(
              when.kind === 'repeat' ? { to: '/' } : { to: '/broadcasts/$id', params: { id: String(gate.id) } },
            )
          }
        />
      )}
    </div>
  )
}
