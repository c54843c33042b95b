import type { StateName } from '@kurenda/contract'
import {
  Age,
  AudienceChip,
  Bubble,
  Choice,
  DeliveryRiver,
  Dot,
  Editor,
  Empty,
  Failed,
  FilterBar,
  Gate,
  House,
  Loading,
  Meter,
  Notice,
  Page,
  PageHead,
  Phone,
  RiverNumber,
  Subtraction,
  Undo,
  type Filters,
} from '@kurenda/ui'
import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatClock, formatMinutes, formatMoney, formatNumber } from '../format.ts'
import { Status } from '../status.tsx'
import { readings, sample } from './samples.ts'
import css from './stories.module.css'

const states: readonly StateName[] = [
  'queued',
  'submitted',
  'delivered',
  'failed',
  'expired',
  'uncertain',
  'unconfirmed',
  'cancelled',
  'suppressed',
]
const last = readings[readings.length - 1]

/** Every component of packages/ui by itself, in the words of the catalogues. */
export function Stories() {
  const { t } = useTranslation()
  const people = t('gate.people', { count: 4812 })
  return (
    <main>
      <Page>
        <PageHead
          crumb={t('app.name')}
          title={sample.title}
          note={t('state.sending')}
          actions={<Button>{t('broadcasts.pause')}</Button>}
        />
        <Story name="Status">
          {states.map((state) => (
            <Status key={state} state={state} count={5} />
          ))}
        </Story>
        <Story name="House, Dot">
          <House name={sample.name} />
          <House name={null} />
          <House name={sample.name} on />
          <House name={sample.name} large />
          <Dot name={sample.clerk} />
          <Dot name={sample.clerk} small />
        </Story>
        <Story name="Age">
          <Age text={formatMinutes(55)} share={0.23} />
          <Age text={formatMinutes(252)} share={1.05} />
        </Story>
        <Story name="AudienceChip, Subtraction">
          <AudienceChip
            name={sample.group}
            count={formatNumber(4310)}
            remove={t('compose.remove', { name: sample.group })}
            onRemove={() => undefined}
          />
          <AudienceChip
            minus
            name={sample.office}
            count={formatNumber(41)}
            remove={t('compose.remove', { name: sample.office })}
            onRemove={() => undefined}
          />
          <Subtraction
            lines={[
              { name: t('compose.chosen'), count: formatNumber(5893) },
              { name: t('compose.duplicates'), count: `−${formatNumber(612)}` },
              { name: t('compose.optedOut'), count: `−${formatNumber(469)}` },
            ]}
            name={t('compose.gets')}
            left={formatNumber(4812)}
          />
        </Story>
        <Story name="Editor, Meter, Choice" wide>
          <Written />
        </Story>
        <Story name="Phone, Bubble" wide>
          <Phone sender={sample.sender} kind={t('compose.sms')} text={sample.text} foot={t('compose.canAnswer')}>
            <Bubble ours>{sample.template}</Bubble>
          </Phone>
        </Story>
        <Story name="DeliveryRiver" wide>
          <div className={`sheet ${css['sheet']}`}>
            <DeliveryRiver
              readings={readings}
              recipients={4812}
              now={last?.at ?? 0}
              words={{
                title: t('river.title'),
                description: t('broadcasts.people', { count: 4812 }),
                at: (ms) => formatClock(ms),
                now: t('river.now', { at: formatClock(last?.at ?? 0, true) }),
              }}
            >
              <RiverNumber part="queued" big value={formatNumber(1022)} word={t('river.queued')} />
              <RiverNumber part="sent" value={formatNumber(498)} word={t('message.submitted', { count: 498 })} />
              <RiverNumber
                part="delivered"
                big
                value={formatNumber(3238)}
                word={t('message.delivered', { count: 3238 })}
              />
              <RiverNumber part="failed" value={formatNumber(41)} word={t('message.failed', { count: 41 })} />
              <RiverNumber part="uncertain" value={formatNumber(13)} word={t('message.uncertain', { count: 13 })} />
            </DeliveryRiver>
          </div>
          <div className={`sheet ${css['mini']}`}>
            <DeliveryRiver
              mini
              readings={readings}
              recipients={4812}
              now={last?.at ?? 0}
              words={{ title: t('river.title'), description: people, at: formatClock, now: '' }}
            />
          </div>
        </Story>
        <Story name="FilterBar" wide>
          <Filtered />
        </Story>
        <Story name="Empty, Failed, Notice, Loading" wide>
          <Empty title={t('broadcasts.emptyTitle')} action={<Button variant="filled">{t('nav.compose')}</Button>}>
            {t('broadcasts.empty')}
          </Empty>
          <Failed text={t('app.offline')} retry={t('app.retry')} onRetry={() => undefined} />
          <Notice>{t('app.reconnecting')}</Notice>
          <Loading said={t('app.loading')} />
        </Story>
        <Story name="Gate, Undo">
          <Asked />
        </Story>
        <Undo
          seconds={42}
          of={60}
          title={t('undo.text', { count: 4812, seconds: 42 })}
          note={t('undo.note')}
          undo={t('undo.undo')}
          busy={false}
          onUndo={() => undefined}
        />
      </Page>
    </main>
  )
}

/** `name`: of the component, as the code calls it. */
const Story = ({ name, wide, children }: { name: string; wide?: boolean; children: ReactNode }) => (
  <section className={css['story']} aria-label={name}>
    <h2 className="head">{name}</h2>
    <div data-wide={wide}>{children}</div>
  </section>
)

function Written() {
  const { t } = useTranslation()
  const [text, setText] = useState(sample.text)
  const plain = text === sample.plain
  return (
    <>
      <Editor value={text} rows={3} aria-label={t('compose.text')} onChange={(event) => setText(event.target.value)} />
      <Meter
        text={text}
        costly={!plain}
        part={(number) => t('compose.part', { number })}
        fill={(used, all) => t('compose.partFill', { used, all })}
      />
      <Choice
        legend={t('compose.letters')}
        name="letters"
        value={plain ? 'plain' : 'letters'}
        onChange={(value) => setText(value === 'plain' ? sample.plain : sample.text)}
        cards={[
          { value: 'letters', title: t('compose.withLetters'), note: formatMoney({ amount: 1224.8, currency: 'PLN' }) },
          {
            value: 'plain',
            title: t('compose.withoutLetters'),
            gain: t('compose.gain', { money: formatMoney({ amount: 612.4, currency: 'PLN' }) }),
            note: sample.plain.slice(0, 40),
          },
        ]}
      />
    </>
  )
}

function Filtered() {
  const { t } = useTranslation()
  const [value, setValue] = useState<Filters>({})
  return (
    <FilterBar
      label={t('broadcasts.filters')}
      value={value}
      onChange={setValue}
      search={{ name: 'q', label: t('broadcasts.search'), placeholder: t('broadcasts.search') }}
      selects={[
        {
          name: 'state',
          label: t('broadcasts.state'),
          all: t('broadcasts.allStates'),
          options: [{ value: 'draft', label: t('state.draft') }],
        },
      ]}
    />
  )
}

function Asked() {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const close = () => setOpened(false)
  const cost = formatMoney({ amount: 1930.4, currency: 'PLN' })
  return (
    <>
      <Button onClick={() => setOpened(true)}>{t('broadcasts.confirm')}</Button>
      {opened && (
        <Gate
          title={sample.title}
          figures={[
            { value: formatNumber(4812), unit: t('gate.people', { count: 4812 }), note: t('gate.peopleNote') },
            { value: cost },
          ]}
          facts={[
            { name: t('gate.when'), value: t('gate.now') },
            { name: t('gate.text'), value: <q>{sample.text}</q> },
          ]}
          retype={{ number: 4812, ask: t('gate.retype'), matches: t('gate.matches') }}
          back={t('gate.back')}
          onBack={close}
          go={t('gate.send', { count: 4812, cost })}
          onGo={close}
        />
      )}
    </>
  )
}
