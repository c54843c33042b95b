import { Button, Menu } from '@mantine/core'
import { DownloadIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'

const formats = ['csv', 'xlsx', 'json'] as const

/** The results as a report to hand on, or all responses as a file. The browser writes it to disk as it comes, however long it is. */
export function ExportMenu({ id }: { id: number }) {
  const { t } = useTranslation()
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <Button variant="subtle" leftSection={<DownloadIcon size={18} aria-hidden="true" />}>
          {t('surveys.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={`/console-api/surveys/${id}/report`} download>
          {t('surveys.export.pdf')}
        </Menu.Item>
        {formats.map((format) => (
          <Menu.Item key={format} component="a" href={`/console-api/surveys/${id}/export?format=${format}`} download>
            {t(`surveys.export.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
