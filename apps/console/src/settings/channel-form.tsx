import type { Channel, ChannelSettings, Connector, ConnectorField, NewChannel } from '@kurenda/contract'
import { Checkbox, Modal, NativeSelect, NumberInput, PasswordInput, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { Loading } from '../loading.tsx'
import { useToast } from '../toasts.tsx'
import { Form, useFieldErrors } from './form.tsx'
import { channelSettingsQuery, connectorsQuery } from './queries.ts'
import css from './settings.module.css'

type Values = Record<string, unknown>

/** A new channel, or another setting of one that is there. */
export function ChannelForm({ channel, onClose }: { channel?: Channel; onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const connectors = useQuery(connectorsQuery(i18n.language))
  const settings = useQuery({ ...channelSettingsQuery(channel?.id ?? 0), enabled: channel !== undefined, gcTime: 0 })
  const error = connectors.error ?? settings.error
  const ready = connectors.data && (channel === undefined || settings.data)
  return (
    <Modal
      opened
      onClose={onClose}
      size={560}
      title={channel?.name ?? t('settings.addChannel')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      {error && <Failed error={error} />}
      {!ready && !error && <Loading />}
      {ready && <Fields connectors={connectors.data} channel={channel} kept={settings.data} onDone={onClose} />}
    </Modal>
  )
}

function Fields(props: {
  connectors: readonly Connector[]
  channel: Channel | undefined
  kept: ChannelSettings | undefined
  onDone: () => void
}) {
  const { t } = useTranslation()
  const say = useToast()
  const client = useQueryClient()
  const { connectors, channel, kept } = props
  const [type, setType] = useState(channel?.type ?? connectors[0]?.type ?? '')
  const [name, setName] = useState(channel?.name ?? '')
  const [sender, setSender] = useState(channel?.sender ?? '')
  const [price, setPrice] = useState<number | string>(channel?.pricePerPart ?? 0.08)
  const [rate, setRate] = useState<number | string>(kept?.ratePerSecond ?? '')
  const [policy, setPolicy] = useState(kept?.numberPolicy ?? { foreign: false, fixedLine: false, premium: false })
  const fields = connectors.find((one) => one.type === type)?.fields ?? []
  const [values, setValues] = useState<Values>(kept?.config ?? {})
  const save = useMutation({
    mutationFn: () =>
      api<Channel>('/channels', {
        type,
        name,
        sender,
        config: given(fields, values),
        pricePerPart: Number(price),
        ratePerSecond: rate === '' ? null : Number(rate),
        numberPolicy: policy,
      } satisfies NewChannel),
    onSuccess: async () => {
      say(t('settings.channelSaved', { name }))
      await client.invalidateQueries({ queryKey: ['channels'] })
      props.onDone()
    },
  })
  const wrong = useFieldErrors(save.error)
  // The server keeps a secret only where it goes to the place that it went to before.
  const isMoved = fields.some(({ name, guards }) => guards && !isSame(values[name], kept?.config[name]))
  const field = (one: ConnectorField) => (
    <Field
      key={one.name}
      field={one}
      kept={one.secret && channel !== undefined && !isMoved}
      moved={one.secret && channel !== undefined && isMoved}
      value={values[one.name] ?? one.default}
      error={wrong(one.name)}
      onChange={(value) => setValues({ ...values, [one.name]: value })}
    />
  )
  return (
    <Form save={t('settings.save')} busy={save.isPending} error={save.error} onSave={() => save.mutate()}>
      {connectors.length > 1 && (
        <NativeSelect
          label={t('settings.channelType')}
          disabled={channel !== undefined}
          value={type}
          onChange={(event) => setType(event.currentTarget.value)}
          data={connectors.map((one) => one.type)}
        />
      )}
      <TextInput
        label={t('settings.channelName')}
        description={t('settings.channelNameNote')}
        required
        maxLength={100}
        disabled={channel !== undefined}
        error={wrong('name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t('settings.sender')}
        description={t('settings.senderNote')}
        required
        maxLength={16}
        error={wrong('sender')}
        value={sender}
        onChange={(event) => setSender(event.currentTarget.value)}
      />
      {fields.filter(({ rare }) => !rare).map(field)}
      <NumberInput
        label={t('settings.price')}
        required
        min={0}
        max={1000}
        decimalScale={4}
        decimalSeparator=","
        hideControls
        value={price}
        onChange={setPrice}
      />
      <details className={css['more']}>
        <summary>{t('settings.more')}</summary>
        <div>
          <NumberInput
            label={t('settings.rate')}
            description={t('settings.rateNote')}
            min={1}
            max={100_000}
            hideControls
            value={rate}
            onChange={setRate}
          />
          {(['foreign', 'fixedLine', 'premium'] as const).map((kind) => (
            <Checkbox
              key={kind}
              label={t(`settings.${kind}`)}
              checked={policy[kind]}
              onChange={(event) => setPolicy({ ...policy, [kind]: event.currentTarget.checked })}
            />
          ))}
          {fields.filter(({ rare }) => rare).map(field)}
        </div>
      </details>
    </Form>
  )
}

const isSame = (one: unknown, other: unknown) => (one ?? '') === (other ?? '')

/** What is sent: nothing for what was left as it is, so that a secret stays and the connector's defaults hold. */
function given(fields: readonly ConnectorField[], values: Values): Values {
  return Object.fromEntries(
    fields.flatMap(({ name, required, secret }) => {
      const value = values[name]
      const isEmpty = value === undefined || value === ''
      return isEmpty && (!required || secret) ? [] : [[name, value]]
    }),
  )
}

/** One field, as its kind is drawn. */
function Field(props: {
  field: ConnectorField
  /** The server has a secret already… */
  kept: boolean
  /** …for another place than is named now. */
  moved: boolean
  value: unknown
  error: string | undefined
  onChange: (value: unknown) => void
}) {
  const { t } = useTranslation()
  const { field, value, onChange } = props
  const common = { label: field.label, description: field.note ?? undefined, error: props.error }
  const text = typeof value === 'string' ? value : ''
  const limit = field.maxLength === null ? {} : { maxLength: field.maxLength }
  if (field.kind === 'boolean')
    return <Checkbox {...common} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />
  if (field.kind === 'choice')
    return (
      <NativeSelect
        {...common}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        data={field.choices}
      />
    )
  if (field.kind === 'number')
    return (
      <NumberInput
        {...common}
        required={field.required}
        {...(field.minimum !== null && { min: field.minimum })}
        {...(field.maximum !== null && { max: field.maximum })}
        allowDecimal={false}
        hideControls
        value={typeof value === 'number' ? value : ''}
        onChange={(next) => onChange(next === '' ? undefined : Number(next))}
      />
    )
  if (field.kind === 'list')
    return (
      <Textarea
        {...common}
        autosize
        minRows={2}
        value={Array.isArray(value) ? value.join('\n') : ''}
        onChange={(event) => onChange(event.currentTarget.value === '' ? [] : event.currentTarget.value.split('\n'))}
      />
    )
  if (field.kind === 'lines')
    return (
      <Textarea
        {...common}
        {...limit}
        autosize
        minRows={3}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  if (field.secret)
    return (
      <PasswordInput
        {...common}
        {...limit}
        description={
          props.kept ? t('settings.secretKept') : props.moved ? t('settings.secretMoved') : common.description
        }
        required={field.required && !props.kept}
        autoComplete="off"
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  return (
    <TextInput
      {...common}
      {...limit}
      required={field.required}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
