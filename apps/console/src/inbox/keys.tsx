import { Modal, Switch } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import css from './inbox.module.css'
import { areKeysOn, setKeysOn, useKeys } from './use-keys.ts'

const heads = () => [...document.querySelectorAll<HTMLAnchorElement>('[data-conversation]')]

/** The place of the conversation that one is at: the focused one, else the open one. */
function placeIn(links: readonly HTMLAnchorElement[]): number {
  const focused = links.findIndex((link) => link === document.activeElement)
  return focused >= 0 ? focused : links.findIndex((link) => link.getAttribute('aria-current') === 'page')
}

function step(by: 1 | -1): void {
  const links = heads()
  const next = links[Math.max(0, Math.min(links.length - 1, placeIn(links) + by))]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}

/** The number of the conversation below that one in the list, else above it; undefined where it is alone. */
export function neighbourOf(id: string): string | undefined {
  const ids = [...new Set(heads().map((link) => link.dataset['conversation'] ?? ''))]
  const at = ids.indexOf(id)
  return ids[at + 1] ?? (at > 0 ? ids[at - 1] : undefined)
}

/** Keys of the list: the next, the one before, the search, and what keys there are. */
export function useListKeys(on: { search: () => void; help: () => void }): void {
  useKeys({ j: () => step(1), k: () => step(-1), '/': on.search, '?': on.help })
}

const keys = [
  ['j', 'next'],
  ['k', 'previous'],
  ['Enter', 'open'],
  ['r', 'reply'],
  ['n', 'note'],
  ['a', 'assign'],
  ['s', 'snooze'],
  ['e', 'close'],
  ['Ctrl Enter', 'send'],
  ['Esc', 'leave'],
  ['/', 'search'],
  ['?', 'help'],
] as const

export function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const [on, setOn] = useState(areKeysOn)
  const toggle = (next: boolean) => {
    setKeysOn(next)
    setOn(next)
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('inbox.keys')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <dl className={css['help']}>
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`inbox.key.${does}`)}</dd>
          </div>
        ))}
      </dl>
      <Switch label={t('inbox.keysOn')} checked={on} onChange={(event) => toggle(event.currentTarget.checked)} />
    </Modal>
  )
}
