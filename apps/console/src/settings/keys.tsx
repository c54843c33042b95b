import type { ApiKey } from '@kurenda/contract'
import { Empty } from '@kurenda/ui'
import { Button, Checkbox, Modal, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { formatDate, formatDay } from '../format.ts'
import { Loading } from '../loading.tsx'
import { useMe } from '../me.ts'
import { atWallTime } from '../office-time.ts'
import { useToast } from '../toasts.tsx'
import { Form, useFieldErrors } from './form.tsx'
import { Frame } from './frame.tsx'
import { OneTimeLink } from './one-time-link.tsx'
import { keysQuery } from './queries.ts'
import css from './settings.module.css'

/** Keys of other programs; a key itself is shown once. */
export function Keys() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const say = useToast()
  const [adding, setAdding] = useState(false)
  const keys = useQuery(keysQuery)
  const revoke = useMutation({
    mutationFn: ({ id }: ApiKey) => api(`/api-keys/${id}/revoke`, {}),
    onSuccess: (_, { name }) => say(t('settings.keyRevoked', { name })),
    onError: (error) => say(error.message),
    onSettled: () => client.invalidateQueries({ queryKey: ['api-keys'] }),
  })
  return (
    <Frame
      section="keys"
      actions={
        <Button variant="filled" onClick={() => setAdding(true)}>
          {t('settings.addKey')}
        </Button>
      }
    >
      {keys.isPending && <Loading />}
      {keys.error && <Failed error={keys.error} retry={() => void keys.refetch()} />}
      {keys.data?.length === 0 && <Empty title={t('settings.noKeys')}>{t('settings.noKeysText')}</Empty>}
      <ul className={`rows ${css['list']}`} aria-label={t('settings.keys')}>
        {keys.data?.map((key) => (
          <li key={key.id}>
            <div>
              <b>{key.name}</b> {key.revokedAt && <span className="tag">{t('settings.keyOff')}</span>}
              <p className="muted">
                {[
                  key.scopes.includes('*')
                    ? t('settings.allScopes')
                    : t('settings.scopeCount', { count: key.scopes.length }),
                  key.lastUsedOn === null
                    ? t('settings.neverUsed')
                    : t('settings.lastUsed', { when: formatDate(key.lastUsedOn) }),
                  key.expiresAt && t('settings.until', { when: formatDay(key.expiresAt) }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </div>
            {!key.revokedAt && (
              <Button aria-label={`${t('settings.revoke')}: ${key.name}`} onClick={() => revoke.mutate(key)}>
                {t('settings.revoke')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {adding && <AddKey onClose={() => setAdding(false)} />}
    </Frame>
  )
}

function AddKey({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { permissions } = useMe()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [expires, setExpires] = useState('')
  const [scopes, setScopes] = useState<string[]>([])
  const add = useMutation({
    mutationFn: () =>
      api<{ key: string }>('/api-keys', {
        name,
        scopes,
        ...(expires !== '' && { expiresAt: atWallTime(`${expires}T23:59`).toISOString() }),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['api-keys'] }),
  })
  const wrong = useFieldErrors(add.error)
  // A key carries no more than its maker may do.
  const offered = permissions.toSorted()
  return (
    <Modal
      opened
      onClose={onClose}
      size={640}
      title={t('settings.addKey')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      {add.data ? (
        <OneTimeLink link={add.data.key} text={t('settings.keyMade', { name })} onDone={onClose} />
      ) : (
        <Form save={t('settings.makeKey')} busy={add.isPending} error={add.error} onSave={() => add.mutate()}>
          <TextInput
            label={t('settings.keyName')}
            description={t('settings.keyNameNote')}
            data-autofocus
            required
            maxLength={120}
            error={wrong('name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Checkbox.Group
            label={t('settings.scopes')}
            description={t('settings.scopesNote')}
            value={scopes}
            onChange={setScopes}
            error={wrong('scopes')}
          >
            <div className={css['scopes']}>
              {offered.map((one) => (
                <Checkbox key={one} value={one} label={t(`scope.${one}`)} />
              ))}
            </div>
          </Checkbox.Group>
          <TextInput
            type="date"
            label={t('settings.expires')}
            description={t('settings.expiresNote')}
            value={expires}
            error={wrong('expiresAt')}
            onChange={(event) => setExpires(event.currentTarget.value)}
          />
        </Form>
      )}
    </Modal>
  )
}
