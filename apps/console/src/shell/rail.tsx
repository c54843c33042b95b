import type { Me } from '@kurenda/contract'
import { ActionIcon, Drawer } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { MenuIcon, PencilIcon, SearchIcon, MegaphoneIcon } from 'lucide-react'
import { Link, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { LinkButton, LinkIcon, newMessage } from '../link-button.tsx'
import { Mark } from '../brand.tsx'
import { Later } from '../later.tsx'
import { AccountMenu } from './account-menu.tsx'
import { entriesFor } from './navigation.ts'
import css from './rail.module.css'

/** The menu at the left: whole, or (`narrow`) icons alone beside pages that need the room; on a phone a bar and a drawer. */
export function Rail({ me, narrow, onSearch }: { me: Me; narrow: boolean; onSearch: () => void }) {
  const { t } = useTranslation()
  const [opened, { open, close }] = useDisclosure(false)
  const path = useRouterState({ select: (state) => state.location.pathname })
  useEffect(close, [path, close])
  return (
    <header className={css['rail']} data-narrow={narrow}>
      <div className={css['top']}>
        <Link to="/" className={css['brand']} activeProps={{ 'aria-current': undefined }}>
          <Mark logo={me.organization.brand.logo} />
          <span>
            <b>{t('app.name')}</b>
            <small>{me.organization.name}</small>
          </span>
        </Link>
        <span className={css['tools']}>
          {me.permissions.includes('broadcasts:send') && (
            <LinkIcon to="/compose/{-$id}" params={newMessage} variant="filled" aria-label={t('nav.compose')}>
              <PencilIcon size={20} aria-hidden="true" />
            </LinkIcon>
          )}
          <ActionIcon aria-label={t('app.search')} onClick={onSearch}>
            <SearchIcon size={20} aria-hidden="true" />
          </ActionIcon>
          <ActionIcon aria-label={t('app.menu')} aria-expanded={opened} onClick={open}>
            <MenuIcon size={20} aria-hidden="true" />
          </ActionIcon>
        </span>
      </div>
      <div className={css['side']}>
        <Menu me={me} onSearch={onSearch} />
      </div>
      <Later>
        <Drawer
          opened={opened}
          onClose={close}
          title={t('app.menu')}
          size={300}
          closeButtonProps={{ 'aria-label': t('app.close') }}
        >
          <div className={css['drawer']}>
            <Menu me={me} onSearch={onSearch} />
          </div>
        </Drawer>
      </Later>
    </header>
  )
}

function Menu({ me, onSearch }: { me: Me; onSearch: () => void }) {
  const { t } = useTranslation()
  return (
    <>
      {me.permissions.includes('broadcasts:send') && (
        <LinkButton
          to="/compose/{-$id}"
          params={newMessage}
          variant="filled"
          className={css['compose']}
          leftSection={<PencilIcon size={20} aria-hidden="true" />}
        >
          {t('nav.compose')}
        </LinkButton>
      )}
      <nav aria-label={t('nav.label')}>
        {entriesFor(me).map(({ to, label, icon: Icon, badge: Badge }) => (
          <Link key={to} to={to} className={css['entry']} activeOptions={{ exact: to === '/' }}>
            <Icon size={20} aria-hidden="true" />
            <span>{t(label)}</span>
            {Badge && (
              <span className={css['badge']}>
                <Later>
                  <Badge />
                </Later>
              </span>
            )}
          </Link>
        ))}
        <button type="button" className={css['entry']} onClick={onSearch}>
          <SearchIcon size={20} aria-hidden="true" />
          <span>{t('app.search')}</span>
          <kbd className={css['badge']} aria-hidden="true">
            {t('app.searchKeys')}
          </kbd>
        </button>
      </nav>
      <div className={css['push']}>
        {me.permissions.includes('broadcasts:emergency') && (
          <Link
            to="/compose/{-$id}"
            params={newMessage}
            search={{ emergency: true }}
            className={css['alarm']}
            activeProps={{ 'aria-current': undefined }}
          >
            <MegaphoneIcon size={20} aria-hidden="true" />
            <span>{t('nav.emergency')}</span>
          </Link>
        )}
        <AccountMenu me={me} />
      </div>
    </>
  )
}
