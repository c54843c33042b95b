import type { Me } from '@kurenda/contract'
import { Dot } from '@kurenda/ui'
import { Menu, useMantineColorScheme } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { languages } from '../i18n/index.ts'
import { languageNames, useLanguage } from '../languages.tsx'
import css from './account-menu.module.css'

const schemes = ['auto', 'light', 'dark'] as const

/** Who is signed in; their office, language and theme; the way out. */
export function AccountMenu({ me }: { me: Me }) {
  const { t, i18n } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const setLanguage = useLanguage()
  const signOut = async () => {
    await api('/auth/sign-out', {}).catch(() => undefined)
    location.assign('/console/')
  }
  const changeOrganization = async (organizationId: number) => {
    await api('/me/organization', { organizationId })
    location.assign('/console/')
  }
  return (
    <Menu position="top-start" width={260}>
      <Menu.Target>
        <button type="button" className={css['me']}>
          <Dot name={me.user.name} />
          <span className={css['name']}>{me.user.name}</span>
          <span className="heard">{t('app.account')}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {me.organizations.length > 1 && (
          <>
            <Menu.Label>{t('app.organization')}</Menu.Label>
            {me.organizations.map(({ id, name }) => (
              <Pick key={id} on={id === me.organization.id} onPick={() => void changeOrganization(id)}>
                {name}
              </Pick>
            ))}
          </>
        )}
        <Menu.Label>{t('app.language')}</Menu.Label>
        {languages.map((language) => (
          <Pick key={language} on={i18n.language === language} onPick={() => setLanguage(language)}>
            <span lang={language}>{languageNames[language]}</span>
          </Pick>
        ))}
        <Menu.Label>{t('app.theme')}</Menu.Label>
        {schemes.map((scheme) => (
          <Pick key={scheme} on={colorScheme === scheme} onPick={() => setColorScheme(scheme)}>
            {t(`app.theme.${scheme}`)}
          </Pick>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut()}>{t('app.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Pick({ on, onPick, children }: { on: boolean; onPick: () => void; children: React.ReactNode }) {
  return (
    <Menu.Item
      role="menuitemradio"
      aria-checked={on}
      onClick={onPick}
      rightSection={on ? <IconCheck size={18} aria-hidden="true" /> : null}
    >
      {children}
    </Menu.Item>
  )
}
