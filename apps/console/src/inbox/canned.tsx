import type { RenderedTemplate } from '@kurenda/contract'
import { Button, Menu } from '@mantine/core'
import { EllipsisIcon } from 'lucide-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { cannedQuery } from './conversations.ts'
import css from './inbox.module.css'

/** Answers that the office wrote before. One that is picked comes with this resident's values, to be looked over. */
export function useCanned(conversation: number, onPick: (text: string) => void) {
  const { data } = useQuery(cannedQuery)
  const render = useMutation({
    mutationFn: (template: number) =>
      api<RenderedTemplate>(`/conversations/${conversation}/canned-reply?template=${template}`),
    onSuccess: ({ text }) => onPick(text),
  })
  return { items: data ?? [], pick: (template: number) => render.mutate(template), error: render.error }
}

/** The newest of them at hand, the others in a menu. */
const atHand = 3

export function CannedChips({ canned }: { canned: ReturnType<typeof useCanned> }) {
  const { t } = useTranslation()
  const { items, pick, error } = canned
  if (items.length === 0) return null
  const others = items.slice(atHand)
  return (
    <>
      {error && <Failed error={error} />}
      <div className={css['canned']} role="group" aria-label={t('inbox.canned')}>
        {items.slice(0, atHand).map(({ id, name }) => (
          <Button key={id} onClick={() => pick(id)}>
            {name}
          </Button>
        ))}
        {others.length > 0 && (
          <Menu position="top-start" width={280} returnFocus={false}>
            <Menu.Target>
              <Button leftSection={<EllipsisIcon size={18} aria-hidden="true" />}>{t('inbox.cannedMore')}</Button>
            </Menu.Target>
            <Menu.Dropdown className={css['menu'] ?? ''}>
              {others.map(({ id, name }) => (
                <Menu.Item key={id} onClick={() => pick(id)}>
                  {name}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
    </>
  )
}
