import type { Me, Security } from '@kurenda/contract'
import { Anchor, Button, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from './api.ts'
import { Mark } from './brand.tsx'
import { Failed } from './failed.tsx'
import { Languages } from './languages.tsx'
import { Loading } from './loading.tsx'
import { SetUpCode, SetUpPasskey } from './settings/set-up-factor.tsx'
import { SignInForm } from './sign-in.tsx'
import css from './sign-in.module.css'
import { signOut } from './sign-out.ts'
import { useTitle } from './title.ts'

interface Owing {
  me: Me
  /** Somebody is at work already: what they write stays below it. */
  over: boolean
  onDone: () => void
}

/** The office asks for a second factor: nothing else is there until one is set up, or shown. */
export default function OwedFactor({ me, over, onDone }: Owing) {
  const { t } = useTranslation()
  // What is owed may be paid while the codes for a lost phone are still to be read.
  const [what] = useState(me.owes)
  const title = t(what === 'sign-in' ? 'expired.title' : 'owed.title')
  const body = what === 'sign-in' ? <Again me={me} onDone={onDone} /> : <SetUp me={me} onDone={onDone} />
  if (over)
    return (
      <Modal
        opened
        size={520}
        withCloseButton={false}
        closeOnEscape={false}
        closeOnClickOutside={false}
        onClose={() => undefined}
        title={title}
      >
        <div className={css['owed']}>
          {body}
          <p className="muted">{t('owed.kept')}</p>
          <WayOut />
        </div>
      </Modal>
    )
  return <Alone me={me} title={title} body={body} />
}

function Alone({ me, title, body }: { me: Me; title: string; body: ReactNode }) {
  useTitle(title)
  return (
    <main className={css['page']}>
      <div className={css['form']}>
        <Mark logo={me.organization.brand.logo} />
        <h1>{title}</h1>
        {body}
        <WayOut />
        <Languages />
      </div>
    </main>
  )
}

function WayOut() {
  const { t } = useTranslation()
  return (
    <p className={css['ways']}>
      <Anchor component="button" type="button" onClick={() => void signOut()}>
        {t('app.signOut')}
      </Anchor>
    </p>
  )
}

/** They have one, and came by the password alone. */
function Again({ me, onDone }: Pick<Owing, 'me' | 'onDone'>) {
  const { t } = useTranslation()
  return (
    <>
      <p>{t('owed.signIn', { organization: me.organization.name })}</p>
      <SignInForm email={me.user.email} onDone={onDone} />
      <p className="muted">{t('owed.lost')}</p>
    </>
  )
}

function SetUp({ me, onDone }: Pick<Owing, 'me' | 'onDone'>) {
  const { t } = useTranslation()
  const [way, setWay] = useState<'code' | 'passkey'>()
  const lead = <p>{t('owed.setUp', { organization: me.organization.name })}</p>
  const security = useQuery({ queryKey: ['security'], queryFn: () => api<Security>('/auth/security') })
  const back = (
    <Button variant="subtle" onClick={() => setWay(undefined)}>
      {t('owed.otherWay')}
    </Button>
  )
  if (security.error) return <Failed error={security.error} retry={() => void security.refetch()} />
  if (!security.data) return <Loading rows={2} />
  // Where there is one way only, nobody chooses.
  if (!security.data.passkeysPossible)
    return (
      <SetUpCode
        onDone={onDone}
        lead={
          <>
            {lead}
            <p className="muted">{t('security.secondFactorNote')}</p>
          </>
        }
      />
    )
  if (way === 'code') return <SetUpCode onDone={onDone} beside={back} />
  if (way === 'passkey') return <SetUpPasskey onDone={onDone} beside={back} />
  return (
    <>
      {lead}
      <div className={css['way']}>
        <Button size="lg" variant="filled" onClick={() => setWay('code')}>
          {t('owed.code')}
        </Button>
        <p className="muted">{t('owed.codeNote')}</p>
      </div>
      <div className={css['way']}>
        <Button size="lg" onClick={() => setWay('passkey')}>
          {t('owed.passkey')}
        </Button>
        <p className="muted">{t('owed.passkeyNote')}</p>
      </div>
    </>
  )
}
