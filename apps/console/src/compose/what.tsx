import type { DraftContent, Preview, ResidentLanguage } from '@kurenda/contract'
import { Editor } from '@kurenda/ui'
import { Menu, Button, SegmentedControl } from '@mantine/core'
import { PlusIcon } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay, useMe } from '../me.ts'
import css from './compose.module.css'
import { Letters } from './letters.tsx'
import { fieldsQuery } from './queries.ts'
import type { Size } from './estimate.ts'

const names: Record<ResidentLanguage, string> = { pl: 'Polski', uk: 'Українська', en: 'English' }

/** The text, in each language that residents are written to. */
export function What(props: {
  content: DraftContent
  onChange: (part: Partial<DraftContent>) => void
  preview: Preview | undefined
  size: Size
  pricePerPart: number
}) {
  const { t } = useTranslation()
  const { content, preview } = props
  const main = useMe().organization.language
  const [language, setLanguage] = useState<ResidentLanguage>(main)
  const field = useRef<HTMLTextAreaElement>(null)
  const text = language === main ? content.text : (content.translations[language] ?? '')
  const setText = (next: string) => {
    if (language === main) return props.onChange({ text: next })
    const { [language]: _, ...others } = content.translations
    props.onChange({ translations: next === '' ? others : { ...others, [language]: next } })
  }
  const insert = (name: string) => {
    const node = field.current
    const [from, to] = [node?.selectionStart ?? text.length, node?.selectionEnd ?? text.length]
    const variable = `{{ ${name} }}`
    setText(text.slice(0, from) + variable + text.slice(to))
    requestAnimationFrame(() => {
      node?.focus()
      node?.setSelectionRange(from + variable.length, from + variable.length)
    })
  }
  return (
    <>
      <div className={css['between']}>
        <SegmentedControl
          aria-label={t('compose.language')}
          value={language}
          onChange={(value) => setLanguage(value)}
          data={[main, ...(['pl', 'uk', 'en'] as const).filter((each) => each !== main)].map((value) => ({
            value,
            label: <span lang={value}>{names[value]}</span>,
          }))}
        />
        {language !== main && text === '' && <span className="muted xs">{t('compose.untranslated')}</span>}
      </div>
      <Editor
        ref={field}
        value={text}
        onChange={(event) => setText(event.target.value)}
        rows={4}
        maxLength={10_000}
        lang={language}
        aria-label={t('compose.text')}
        aria-describedby="letters"
        placeholder={t('compose.textHere')}
      />
      <Variables known={preview ? Object.keys(preview.fields) : []} onPick={insert} />
      <Letters
        text={text}
        onChange={setText}
        shown={preview?.language === language ? preview.text : undefined}
        size={props.size}
        pricePerPart={props.pricePerPart}
      />
    </>
  )
}

/** What everyone has, whatever list they came from. */
const always = ['imię i nazwisko', 'telefon']

/** What may be named in a text: the columns of those who get it, or the fields that the office keeps. */
function Variables({ known, onPick }: { known: readonly string[]; onPick: (name: string) => void }) {
  const { t } = useTranslation()
  const may = useMay()
  const fields = useQuery({ ...fieldsQuery, enabled: may('contacts:read') }).data?.items ?? []
  const offered = known.length > 0 ? known : [...new Set([...always, ...fields.map(({ key }) => key)])]
  return (
    <Menu position="bottom-start" width={260} returnFocus={false}>
      <Menu.Target>
        <Button variant="subtle" className={css['tool']} leftSection={<PlusIcon size={18} aria-hidden="true" />}>
          {t('compose.variable')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('compose.variables')}</Menu.Label>
        {offered.map((name) => (
          <Menu.Item key={name} onClick={() => onPick(name)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
