import { Button, Menu } from '@mantine/core'
import { DownloadIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { addressOf, type PeopleFilter } from '../filter.ts'

/** The list as a file: all who fit, or only some. The browser writes it to disk as it comes, however long it is. */
export function ExportMenu({ filter, only }: { filter: PeopleFilter; only?: readonly number[] | undefined }) {
  const { t } = useTranslation()
  const file = (format: 'csv' | 'xlsx') => {
    const query = only ? { only: JSON.stringify(only) } : addressOf(filter)
    return `/console-api/contacts/export?${new URLSearchParams({ ...query, format }).toString()}`
  }
  return (
    <Menu position="bottom-start" withinPortal={false}>
      <Menu.Target>
        <Button variant={only ? 'default' : 'subtle'} leftSection={<DownloadIcon size={18} aria-hidden="true" />}>
          {t('people.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={file('csv')} download>
          {t('people.exportCsv')}
        </Menu.Item>
        <Menu.Item component="a" href={file('xlsx')} download>
          {t('people.exportXlsx')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
