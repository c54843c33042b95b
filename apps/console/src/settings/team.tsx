import type { Invitation, Invited, StaffMember, StaffRole, Unit } from '@kurenda/contract'
import { Dot } from '@kurenda/ui'
import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { formatTime } from '../format.ts'
import { Loading } from '../loading.tsx'
import { useMay, useMe } from '../me.ts'
import { useToast } from '../toasts.tsx'
import { Form, useFieldErrors } from './form.tsx'
import { Frame } from './frame.tsx'
import { OneTimeLink } from './one-time-link.tsx'
import { invitationsQuery, staffQuery, unitsQuery } from './queries.ts'
import css from './settings.module.css'
import { Units } from './units.tsx'
import { staffRoles } from './choices.ts'

/** Who works here and who shall, what each may do, and the departments. */
export function Team() {
  const { t } = useTranslation()
  const may = useMay()
  const [inviting, setInviting] = useState(false)
  const [changing, setChanging] = useState<StaffMember>()
  const staff = useQuery(staffQuery)
  const manages = may('staff:manage')
  return (
    <Frame
      section="team"
      actions={
        manages && (
          <Button variant="filled" onClick={() => setInviting(true)}>
            {t('settings.invite')}
          </Button>
        )
      }
    >
      {staff.isPending && <Loading />}
      {staff.error && <Failed error={staff.error} retry={() => void staff.refetch()} />}
      <ul className={`rows ${css['list']}`} aria-label={t('settings.team')}>
        {staff.data?.map((one) => (
          <li key={one.id}>
            <div className={css['who']}>
              <Dot name={one.name} />
              <div>
                <b>{one.name}</b> {!one.active && <span className="tag">{t('settings.inactive')}</span>}
                <p className="muted">
                  {one.email} · {t(`role.${one.role}`)}
                </p>
              </div>
            </div>
            {manages && (
              <div className={css['acts']}>
                <Button aria-label={`${t('settings.change')}: ${one.name}`} onClick={() => setChanging(one)}>
                  {t('settings.change')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {manages && <Invitations />}
      <Units />
      {inviting && <Invite onClose={() => setInviting(false)} />}
      {changing && <ChangeStaff member={changing} onClose={() => setChanging(undefined)} />}
    </Frame>
  )
}

function Invitations() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const say = useToast()
  const invitations = useQuery(invitationsQuery)
  const revoke = useMutation({
    mutationFn: ({ id }: Invitation) => api(`/invitations/${id}/revoke`, {}),
    onSuccess: () => say(t('settings.revoked')),
    onError: (error) => say(error.message),
    onSettled: () => client.invalidateQueries({ queryKey: ['invitations'] }),
  })
  if (!invitations.data || invitations.data.length === 0) return null
  return (
    <section aria-labelledby="invitations">
      <h2 className="head" id="invitations">
        {t('settings.invitations')}
      </h2>
      <ul className={`rows ${css['list']}`}>
        {invitations.data.map((one) => (
          <li key={one.id}>
            <div>
              <b>{one.name ?? one.email}</b>
              <p className="muted">
                {[one.email, t(`role.${one.role}`), t('settings.until', { when: formatTime(one.expiresAt) })]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </div>
            <Button
              aria-label={`${t('settings.revoke')}: ${one.name ?? one.email ?? ''}`}
              onClick={() => revoke.mutate(one)}
            >
              {t('settings.revoke')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What a role may do stands in words beside its name. */
function Role({ value, onChange }: { value: StaffRole; onChange: (role: StaffRole) => void }) {
  const { t } = useTranslation()
  return (
    <NativeSelect
      label={t('settings.role')}
      description={t(`roleNote.${value}`)}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value as StaffRole)}
      data={staffRoles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
    />
  )
}

function UnitChoice({
  units,
  value,
  onChange,
}: {
  units: readonly Unit[]
  value: string[]
  onChange: (ids: string[]) => void
}) {
  const { t } = useTranslation()
  if (units.length === 0) return null
  return (
    <Checkbox.Group label={t('settings.units')} value={value} onChange={onChange}>
      <div className={css['scopes']}>
        {units.map(({ id, name }) => (
          <Checkbox key={id} value={String(id)} label={name} />
        ))}
      </div>
    </Checkbox.Group>
  )
}

function Invite({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const units = useQuery(unitsQuery).data ?? []
  const [given, setGiven] = useState({ email: '', name: '', role: 'agent' as StaffRole, unitIds: [] as string[] })
  const invite = useMutation({
    mutationFn: () => api<Invited>('/invitations', { ...given, unitIds: given.unitIds.map(Number) }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['invitations'] }),
  })
  const wrong = useFieldErrors(invite.error)
  const made = invite.data
  return (
    <Modal opened onClose={onClose} title={t('settings.invite')} closeButtonProps={{ 'aria-label': t('app.close') }}>
      {made ? (
        <OneTimeLink link={made.link} text={t('settings.invited', { name: made.name ?? '' })} onDone={onClose} />
      ) : (
        <Form
          save={t('settings.sendInvitation')}
          busy={invite.isPending}
          error={invite.error}
          onSave={() => invite.mutate()}
        >
          <TextInput
            label={t('welcome.name')}
            data-autofocus
            required
            maxLength={120}
            error={wrong('name')}
            value={given.name}
            onChange={(event) => setGiven({ ...given, name: event.currentTarget.value })}
          />
          <TextInput
            type="email"
            label={t('signIn.email')}
            required
            maxLength={254}
            error={wrong('email')}
            value={given.email}
            onChange={(event) => setGiven({ ...given, email: event.currentTarget.value })}
          />
          <Role value={given.role} onChange={(role) => setGiven({ ...given, role })} />
          <UnitChoice units={units} value={given.unitIds} onChange={(unitIds) => setGiven({ ...given, unitIds })} />
        </Form>
      )}
    </Modal>
  )
}

function ChangeStaff({ member, onClose }: { member: StaffMember; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const say = useToast()
  const { staffId, organization } = useMe()
  const { secondFactorOf } = organization
  const isAsked =
    secondFactorOf === 'everyone' || (secondFactorOf === 'administrators' && member.role === 'administrator')
  const units = useQuery(unitsQuery).data ?? []
  const [role, setRole] = useState(member.role)
  const [unitIds, setUnitIds] = useState(member.unitIds.map(String))
  const saved = async () => {
    await client.invalidateQueries({ queryKey: ['staff'] })
    await client.invalidateQueries({ queryKey: ['units'] })
    onClose()
  }
  const save = useMutation({
    mutationFn: () => api(`/staff/${member.id}`, { role, unitIds: unitIds.map(Number) }, 'PATCH'),
    onSuccess: async () => {
      say(t('settings.saved'))
      await saved()
    },
  })
  const turn = useMutation({
    mutationFn: (verb: 'deactivate' | 'reactivate') => api(`/staff/${member.id}/${verb}`, {}),
    onSuccess: async (_, verb) => {
      const back = verb === 'deactivate' ? 'reactivate' : 'deactivate'
      say(
        t(`settings.${verb}d`, { name: member.name }),
        () =>
          void api(`/staff/${member.id}/${back}`, {}).then(
            () => client.invalidateQueries({ queryKey: ['staff'] }),
            (error: Error) => say(error.message),
          ),
      )
      await saved()
    },
  })
  const reset = useMutation({
    mutationFn: () => api<{ link: string | null }>(`/staff/${member.id}/password-reset`, {}),
  })
  const forget = useMutation({
    mutationFn: () => api(`/staff/${member.id}/second-factor-reset`, {}),
    onSuccess: () => {
      say(t(isAsked ? 'security.resetAsked' : 'security.resetDone', { name: member.name }))
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={member.name} closeButtonProps={{ 'aria-label': t('app.close') }}>
      {reset.data ? (
        <OneTimeLink link={reset.data.link} text={t('settings.resetMade', { name: member.name })} onDone={onClose} />
      ) : (
        <Form
          save={t('settings.save')}
          busy={save.isPending}
          error={save.error ?? turn.error ?? reset.error ?? forget.error}
          onSave={() => save.mutate()}
          beside={
            <>
              <Button onClick={() => reset.mutate()}>{t('settings.reset')}</Button>
              <Button loading={forget.isPending} onClick={() => forget.mutate()}>
                {t('security.reset')}
              </Button>
              {member.id !== staffId && (
                <Button onClick={() => turn.mutate(member.active ? 'deactivate' : 'reactivate')}>
                  {t(member.active ? 'settings.deactivate' : 'settings.reactivate')}
                </Button>
              )}
            </>
          }
        >
          <Role value={role} onChange={setRole} />
          <UnitChoice units={units} value={unitIds} onChange={setUnitIds} />
        </Form>
      )}
    </Modal>
  )
}
