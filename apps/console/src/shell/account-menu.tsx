import type { Me } from '@kurenda/contract'
import { Dot } from '@kurenda/ui'
import { Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { languages, type Language } from '../i18n/index.ts'
import { languageNames, useLanguage } from '../languages.tsx'
import { signOut } from '../sign-out.ts'
import css from './account-menu.module.css'

const schemes = ['auto', 'light', 'dark'] as const

/** Who is signed in; their office, language and theme; the way out. */
export function AccountMenu({ me }: { me: Me }) {
  const { t, i18n } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const setLanguage = useLanguage()
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
            <Menu.RadioGroup value={String(me.organization.id)} onChange={(id) => void changeOrganization(Number(id))}>
              {me.organizations.map(({ id, name }) => (
                <Menu.RadioItem key={id} value={String(id)}>
                  {name}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </>
        )}
        <Menu.Label>{t('app.language')}</Menu.Label>
        <Menu.RadioGroup value={i18n.language} onChange={(language) => setLanguage(language as Language)}>
          {languages.map((language) => (
            <Menu.RadioItem key={language} value={language}>
              <span lang={language}>{languageNames[language]}</span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Label>{t('app.theme')}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}>
          {schemes.map((scheme) => (
            <Menu.RadioItem key={scheme} value={scheme}>
              {t(`app.theme.${scheme}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut()}>{t('app.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
