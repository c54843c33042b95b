import type { Template } from '@kurenda/contract'
import { Empty, FilterBar } from '@kurenda/ui'
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import type { Ask } from '../first-page.ts'
import { Loading } from '../loading.tsx'
import { useMay } from '../me.ts'
import { useToast } from '../toasts.tsx'
import { Frame } from './frame.tsx'
import { templatesOfQuery } from './queries.ts'
import css from './settings.module.css'
import { TemplateForm } from './template-form.tsx'
import { templateKinds } from './choices.ts'

export const ask: Ask<{ kind?: string; archived?: unknown }> = (client, { kind = '', archived = false }) => [
  client.prefetchQuery(templatesOfQuery(kind, String(archived) === 'true')),
]

/** Texts that are written once and used often. */
export function Templates() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const say = useToast()
  const manages = useMay()('templates:manage')
  const { kind = '', archived } = useSearch({ strict: false })
  const [form, setForm] = useState<Template | 'new'>()
  const templates = useQuery(templatesOfQuery(kind, archived === 'true'))
  const archive = useMutation({
    mutationFn: ({ id }: Template) => api(`/templates/${id}/archive`, {}),
    onSuccess: (_, { name }) => say(t('settings.archived', { name })),
    onError: (error) => say(error.message),
    onSettled: () => client.invalidateQueries({ queryKey: ['templates'] }),
  })
  return (
    <Frame
      section="templates"
      actions={
        manages && (
          <Button variant="filled" onClick={() => setForm('new')}>
            {t('settings.addTemplate')}
          </Button>
        )
      }
    >
      <FilterBar
        label={t('settings.templateFilters')}
        value={{ kind: kind || undefined, archived }}
        onChange={(value) => void navigate({ to: '.', search: value, replace: true })}
        selects={[
          {
            name: 'kind',
            label: t('settings.kind'),
            all: t('settings.allKinds'),
            options: templateKinds.map((value) => ({ value, label: t(`kind.${value}`) })),
          },
          {
            name: 'archived',
            label: t('settings.use'),
            all: t('settings.inUse'),
            options: [{ value: 'true', label: t('settings.putAway') }],
          },
        ]}
      />
      {templates.isPending && <Loading />}
      {templates.error && <Failed error={templates.error} retry={() => void templates.refetch()} />}
      {templates.data?.length === 0 && <Empty title={t('settings.noTemplates')}>{t('settings.noTemplatesText')}</Empty>}
      <ul className={`rows ${css['list']}`} aria-label={t('settings.templates')}>
        {templates.data?.map((template) => (
          <li key={template.id}>
            <div>
              <b>{template.name}</b> <span className="tag">{t(`kind.${template.kind}`)}</span>
              <p className="muted">{template.texts.pl ?? template.texts.en ?? template.texts.uk}</p>
              <p className="xs muted num">
                {t('settings.version', { version: template.version })} · {Object.keys(template.texts).join(', ')}
              </p>
            </div>
            {manages && template.archivedAt === null && (
              <div className={css['acts']}>
                <Button aria-label={`${t('settings.change')}: ${template.name}`} onClick={() => setForm(template)}>
                  {t('settings.change')}
                </Button>
                <Button
                  aria-label={`${t('settings.archive')}: ${template.name}`}
                  onClick={() => archive.mutate(template)}
                >
                  {t('settings.archive')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {form && <TemplateForm {...(form !== 'new' && { template: form })} onClose={() => setForm(undefined)} />}
    </Frame>
  )
}
