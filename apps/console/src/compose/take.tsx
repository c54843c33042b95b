import type { DraftContent, DraftVersions } from '@kurenda/contract'
import { Button, Menu } from '@mantine/core'
import { HistoryIcon, LayoutTemplateIcon } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { formatTime } from '../format.ts'
import { useMe } from '../me.ts'
import { templatesQuery } from './queries.ts'

/** A text that was written before: a template, with its other languages. */
export function TakeTemplate({ onTake }: { onTake: (part: Partial<DraftContent>) => void }) {
  const { t } = useTranslation()
  const main = useMe().organization.language
  const templates = useQuery(templatesQuery).data?.items ?? []
  if (templates.length === 0) return null
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <Button variant="subtle" leftSection={<LayoutTemplateIcon size={18} aria-hidden="true" />}>
          {t('compose.template')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {templates.map(({ id, version, name, texts }) => {
          const { [main]: text, ...others } = texts
          const translations = Object.fromEntries(Object.entries(others).filter(([, each]) => each !== undefined))
          return (
            <Menu.Item
              key={id}
              onClick={() =>
                onTake({
                  template: { id, version },
                  text: text ?? Object.values(others).find(Boolean) ?? '',
                  translations,
                })
              }
            >
              {name}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}

/** The draft as it was before. What is there now stays among the versions. */
export function TakeVersion({ id, onTake }: { id: number; onTake: (content: DraftContent) => void }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const versions = useQuery({
    queryKey: ['broadcasts', 'versions', id],
    queryFn: () => api<DraftVersions>(`/broadcasts/${id}/versions`),
    enabled: opened,
  })
  return (
    <Menu position="bottom-end" width={300} opened={opened} onChange={setOpened}>
      <Menu.Target>
        <Button variant="subtle" leftSection={<HistoryIcon size={18} aria-hidden="true" />}>
          {t('compose.versions')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={400} style={{ overflowY: 'auto' }}>
        <Menu.Label>{t('compose.versionsText')}</Menu.Label>
        {versions.data?.items.map(({ version, savedAt, savedBy, content }) => (
          <Menu.Item key={version} onClick={() => onTake(content)}>
            {[formatTime(savedAt), savedBy, content.text.slice(0, 40)].filter(Boolean).join(' · ')}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
