import type { RenderedTemplate, Template, TemplateKind, TextLanguage } from '@kurenda/contract'
import { Button, Menu, Modal, NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { PlusIcon } from 'lucide-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { useToast } from '../toasts.tsx'
import { Form, useFieldErrors } from './form.tsx'
import css from './settings.module.css'
import { templateKinds, textLanguages } from './choices.ts'

const names: Record<TextLanguage, string> = { pl: 'Polski', en: 'English', uk: 'Українська' }

/** A new text, or the next version of one; each language has its own. */
export function TemplateForm({ template, onClose }: { template?: Template; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const say = useToast()
  const field = useRef<HTMLTextAreaElement>(null)
  const [name, setName] = useState(template?.name ?? '')
  const [kind, setKind] = useState<TemplateKind>(template?.kind ?? 'reply')
  const [language, setLanguage] = useState<TextLanguage>('pl')
  const [texts, setTexts] = useState<Partial<Record<TextLanguage, string>>>(() => ({
    ...(template?.texts.pl !== undefined && { pl: template.texts.pl }),
    ...(template?.texts.en !== undefined && { en: template.texts.en }),
    ...(template?.texts.uk !== undefined && { uk: template.texts.uk }),
  }))
  const variables = useQuery({
    queryKey: ['template-variables', kind],
    queryFn: async () => (await api<{ items: string[] }>(`/templates/variables?kind=${kind}`)).items,
  }).data
  const written = Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''))
  const save = useMutation({
    mutationFn: () =>
      template
        ? api(`/templates/${template.id}/versions`, { basedOn: template.version, name, texts: written })
        : api('/templates', { name, kind, texts: written }),
    onSuccess: async () => {
      say(t('settings.saved'))
      await client.invalidateQueries({ queryKey: ['templates'] })
      onClose()
    },
  })
  const wrong = useFieldErrors(save.error)
  const text = texts[language] ?? ''
  const set = (next: string) => setTexts({ ...texts, [language]: next })
  const insert = (variable: string) => {
    const [from, to] = [field.current?.selectionStart ?? text.length, field.current?.selectionEnd ?? text.length]
    set(`${text.slice(0, from)}{{ ${variable} }}${text.slice(to)}`)
    requestAnimationFrame(() => field.current?.focus())
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size={600}
      title={template?.name ?? t('settings.addTemplate')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <Form save={t('settings.save')} busy={save.isPending} error={save.error} onSave={() => save.mutate()}>
        <TextInput
          label={t('settings.templateName')}
          data-autofocus
          required
          maxLength={120}
          error={wrong('name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {!template && (
          <NativeSelect
            label={t('settings.kind')}
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value as TemplateKind)}
            data={templateKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
          />
        )}
        <SegmentedControl
          aria-label={t('compose.language')}
          value={language}
          onChange={(value) => setLanguage(value)}
          data={textLanguages.map((value) => ({ value, label: <span lang={value}>{names[value]}</span> }))}
        />
        <Textarea
          ref={field}
          label={t('settings.text')}
          autosize
          minRows={4}
          maxLength={5000}
          lang={language}
          error={wrong('texts')}
          value={text}
          onChange={(event) => set(event.currentTarget.value)}
        />
        {variables && variables.length > 0 && (
          <Menu position="bottom-start" width={260} returnFocus={false}>
            <Menu.Target>
              <Button variant="subtle" leftSection={<PlusIcon size={18} aria-hidden="true" />}>
                {t('compose.variable')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {variables.map((variable) => (
                <Menu.Item key={variable} onClick={() => insert(variable)}>
                  {variable}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
        {template && template.version > 1 && <Older template={template} language={language} />}
      </Form>
    </Modal>
  )
}

/** How an older version reads, with nobody’s values. */
function Older({ template, language }: { template: Template; language: TextLanguage }) {
  const { t } = useTranslation()
  const [version, setVersion] = useState(template.version - 1)
  const older = useQuery({
    queryKey: ['templates', 'older', template.id, version, language],
    queryFn: () => api<RenderedTemplate>(`/templates/${template.id}/rendered?version=${version}&language=${language}`),
    staleTime: Infinity,
  }).data
  return (
    <details className={css['more']}>
      <summary>{t('settings.older')}</summary>
      <div>
        <NativeSelect
          label={t('settings.olderVersion')}
          value={version}
          onChange={(event) => setVersion(Number(event.currentTarget.value))}
          data={Array.from({ length: template.version - 1 }, (_, i) => String(i + 1))}
        />
        {older && <p className={css['code']}>{older.text}</p>}
      </div>
    </details>
  )
}
