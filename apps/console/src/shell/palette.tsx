import type { Me } from '@kurenda/contract'
import { useMantineColorScheme } from '@mantine/core'
import { createSpotlight, Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import '@mantine/spotlight/styles.layer.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { broadcastsQuery } from '../broadcasts/queries.ts'
import { languages } from '../i18n/index.ts'
import { languageNames, useLanguage } from '../languages.tsx'
import { newMessage } from '../link-button.tsx'
import { surveysQuery } from '../surveys/queries.ts'
import { titleOf } from '../surveys/texts.ts'
import { entriesFor } from './navigation.ts'

const [store, spotlight] = createSpotlight()

/** Ctrl+K: everywhere one can go, and what one can do from anywhere. */
export default function Palette({ me, onClose }: { me: Me; onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { setColorScheme } = useMantineColorScheme()
  const setLanguage = useLanguage()
  const broadcasts = useInfiniteQuery(broadcastsQuery({}))
  const surveys = useInfiniteQuery({ ...surveysQuery(), enabled: me.permissions.includes('surveys:read') })
  useEffect(() => spotlight.open(), [])
  const may = (permission: Me['permissions'][number]) => me.permissions.includes(permission)
  const actions: SpotlightActionGroupData[] = [
    {
      group: t('palette.go'),
      actions: [
        ...(may('broadcasts:send')
          ? [
              {
                id: 'compose',
                label: t('nav.compose'),
                onClick: () => void navigate({ to: '/compose/{-$id}', params: newMessage }),
              },
            ]
          : []),
        ...(may('surveys:manage')
          ? [{ id: 'survey', label: t('surveys.new'), onClick: () => void navigate({ to: '/surveys/new' }) }]
          : []),
        ...entriesFor(me).map(({ to, label }) => ({ id: to, label: t(label), onClick: () => void navigate({ to }) })),
      ],
    },
    {
      group: t('palette.broadcasts'),
      actions: (broadcasts.data?.pages[0]?.items ?? []).slice(0, 8).map(({ id, name }) => ({
        id: `broadcast ${id}`,
        label: name,
        onClick: () => void navigate({ to: '/broadcasts/$id', params: { id: String(id) } }),
      })),
    },
    {
      group: t('palette.surveys'),
      actions: (surveys.data?.pages[0]?.items ?? []).slice(0, 8).map(({ id, content }) => ({
        id: `survey ${id}`,
        label: titleOf(content),
        onClick: () => void navigate({ to: '/surveys/$id', params: { id: String(id) } }),
      })),
    },
    {
      group: t('palette.look'),
      actions: [
        ...(['auto', 'light', 'dark'] as const).map((scheme) => ({
          id: scheme,
          label: `${t('app.theme')}: ${t(`app.theme.${scheme}`)}`,
          onClick: () => setColorScheme(scheme),
        })),
        ...languages.map((language) => ({
          id: language,
          label: `${t('app.language')}: ${languageNames[language]}`,
          onClick: () => setLanguage(language),
        })),
      ],
    },
  ]
  return (
    <Spotlight
      store={store}
      actions={actions}
      nothingFound={t('palette.nothing')}
      searchProps={{ placeholder: t('palette.placeholder'), 'aria-label': t('palette.placeholder') }}
      shortcut={null}
      onSpotlightClose={onClose}
      transitionProps={{ duration: 0 }}
      overlayProps={{ blur: 0 }}
      highlightQuery
    />
  )
}
