import type { SurveyContent, SurveySaid, SurveySimulated, SurveySimulatedPage } from '@kurenda/contract'
import { Bubble, Phone } from '@kurenda/ui'
import { Button, Checkbox, NativeSelect, Radio, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { RotateCcwIcon } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { channelsQuery } from '../../compose/queries.ts'
import { Failed } from '../../failed.tsx'
import { formatMoney, formatPhone } from '../../format.ts'
import { simulateQuery } from '../queries.ts'
import { surveyLanguageNames, type SurveyLanguage } from '../texts.ts'
import css from './editor.module.css'

/** Typing is not asked about letter by letter. */
const pauseMs = 400

/**
 * A phone on which the survey is answered as a resident would, by SMS or on its page. The server's own engine answers; nothing is kept or
 * sent. What was answered is answered again when the survey changes. `content` is undefined while something is missing.
 */
export function Simulator({ content, language }: { content: SurveyContent | undefined; language: SurveyLanguage }) {
  const { t } = useTranslation()
  const [channel, setChannel] = useState<'sms' | 'web'>('sms')
  const [chosen, setChosen] = useState<SurveyLanguage>()
  const [says, setSays] = useState<readonly SurveySaid[]>([])
  const [asked] = useDebouncedValue(content, pauseMs)
  const languages = asked?.languages ?? []
  const spoken = [chosen, language].find((one) => one !== undefined && languages.includes(one)) ?? languages[0] ?? 'pl'
  const simulated = useQuery({
    // Never asked without a survey.
    ...simulateQuery({ content: asked as SurveyContent, channel, language: spoken, says }),
    enabled: asked !== undefined,
  })
  const sender = useQuery(channelsQuery).data?.items.find(({ enabled, answerable }) => enabled && answerable)
  const parts = simulated.data?.turns.reduce((sum, turn) => sum + turn.parts, 0) ?? 0
  const say = (said: SurveySaid) => setSays((before) => [...before, said])
  const isOver = (simulated.data?.ending ?? null) !== null
  return (
    <div className={css['simulator']}>
      <div className={css['between']}>
        <SegmentedControl
          aria-label={t('surveys.try.channel')}
          value={channel}
          onChange={(value) => {
            setChannel(value === 'web' ? 'web' : 'sms')
            setSays([])
          }}
          data={[
            { value: 'sms', label: t('surveys.channel.sms') },
            { value: 'web', label: t('surveys.channel.web') },
          ]}
        />
        {languages.length > 1 && (
          <NativeSelect
            aria-label={t('surveys.try.language')}
            value={spoken}
            onChange={(event) => {
              setChosen(event.currentTarget.value as SurveyLanguage)
              setSays([])
            }}
            data={languages.map((value) => ({ value, label: surveyLanguageNames[value] }))}
          />
        )}
        <Button
          variant="subtle"
          leftSection={<RotateCcwIcon size={18} aria-hidden="true" />}
          disabled={says.length === 0}
          onClick={() => setSays([])}
        >
          {t('surveys.try.again')}
        </Button>
      </div>
      <Phone
        sender={sender && channel === 'sms' ? formatPhone(sender.sender) : t('surveys.try.resident')}
        kind={t(channel === 'sms' ? 'compose.sms' : 'surveys.try.page')}
        text=""
      >
        {asked === undefined || simulated.error ? (
          <p className="muted">{t('surveys.try.unfinished')}</p>
        ) : !simulated.data ? (
          <p className="muted" role="status">
            {t('app.loading')}
          </p>
        ) : channel === 'sms' ? (
          <Texts turns={simulated.data.turns} language={spoken} isOver={isOver} onSay={say} />
        ) : (
          <PageOn key={says.length} page={simulated.data.turns.at(-1)?.page ?? null} language={spoken} onSay={say} />
        )}
      </Phone>
      {simulated.error && <Failed error={simulated.error} />}
      <p className="muted xs" role="status">
        {simulated.data && channel === 'sms'
          ? t('surveys.try.cost', {
              parts: t('broadcasts.parts', { count: parts }),
              cost: formatMoney({ amount: parts * (sender?.pricePerPart ?? 0), currency: sender?.currency ?? 'PLN' }),
            })
          : t('surveys.try.note')}
      </p>
    </div>
  )
}

function Texts(props: {
  turns: SurveySimulated['turns']
  language: SurveyLanguage
  isOver: boolean
  onSay: (said: string) => void
}) {
  const { t } = useTranslation()
  const { turns, language, isOver, onSay } = props
  const [text, setText] = useState('')
  const log = useRef<HTMLDivElement>(null)
  // The last text is in sight, as on a phone.
  useEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight })
  }, [turns])
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() === '') return
    onSay(text.trim())
    setText('')
  }
  return (
    <>
      <div ref={log} className={css['log']} role="log" aria-label={t('surveys.try.texts')} tabIndex={0} lang={language}>
        {turns.map(({ said, shows }, i) => (
          <div key={i}>
            {said !== null && <Bubble ours>{said}</Bubble>}
            {shows !== '' && <Bubble>{shows}</Bubble>}
          </div>
        ))}
      </div>
      {isOver ? (
        <p className="muted xs">{t('surveys.try.over')}</p>
      ) : (
        <form className={css['answer']} onSubmit={send}>
          <TextInput
            aria-label={t('surveys.try.answer')}
            placeholder={t('surveys.try.answerHere')}
            autoComplete="off"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button type="submit" variant="filled">
            {t('surveys.try.send')}
          </Button>
        </form>
      )}
    </>
  )
}

/** The page as it is made for residents, without its looks. */
function PageOn(props: {
  page: SurveySimulatedPage | null
  language: SurveyLanguage
  onSay: (said: SurveySaid) => void
}) {
  const { t } = useTranslation()
  const { page, language, onSay } = props
  const [value, setValue] = useState('')
  const [ticked, setTicked] = useState<string[]>([])
  if (!page) return null
  const { paragraphs, form } = page
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (form?.field === 'checkboxes') return onSay({ choices: ticked })
    if (value !== '') onSay(form?.field === 'radios' ? { choices: [value] } : value)
  }
  const common = form && { label: form.question, error: form.error, description: form.help || undefined }
  return (
    <div className={css['page']} lang={language}>
      {paragraphs.map((paragraph, i) => (
        <p key={i}>{paragraph}</p>
      ))}
      {form && common && (
        <form onSubmit={submit}>
          {form.field === 'radios' ? (
            <Radio.Group label={form.question} error={form.error} value={value} onChange={setValue}>
              <div className={css['radios']} data-inline={form.options.every(({ label }) => label.length < 3)}>
                {form.options.map(({ id, label }) => (
                  <Radio key={id} value={id} label={label} />
                ))}
              </div>
              {(form.low !== null || form.high !== null) && (
                <p className="muted xs">{t('surveys.try.ends', { low: form.low ?? '', high: form.high ?? '' })}</p>
              )}
            </Radio.Group>
          ) : form.field === 'checkboxes' ? (
            <Checkbox.Group {...plain(common)} value={ticked} onChange={setTicked}>
              <div className={css['radios']}>
                {form.options.map(({ id, label }) => (
                  <Checkbox key={id} value={id} label={label} />
                ))}
              </div>
            </Checkbox.Group>
          ) : form.field === 'textarea' ? (
            <Textarea
              {...plain(common)}
              autosize
              minRows={3}
              value={value}
              onChange={(event) => setValue(event.currentTarget.value)}
            />
          ) : (
            <TextInput
              {...plain(common)}
              {...(form.field === 'date' ? { type: 'date' } : { inputMode: 'decimal' as const })}
              value={value}
              onChange={(event) => setValue(event.currentTarget.value)}
            />
          )}
          <div className={css['bar']}>
            <Button type="submit" variant="filled">
              {form.send}
            </Button>
            {form.skip !== null && (
              <Button variant="subtle" onClick={() => onSay({ skip: true })}>
                {form.skip}
              </Button>
            )}
          </div>
        </form>
      )}
    </div>
  )
}

const plain = ({
  description,
  ...common
}: {
  label: string
  error: string | null
  description: string | undefined
}) => ({
  ...common,
  ...(description !== undefined && { description }),
})
