import { z } from 'zod'
import { instant, page, pageQuery } from './paging.ts'

/** What residents are written to in. */
export const textLanguage = z.enum(['pl', 'en', 'uk'])
export type TextLanguage = z.infer<typeof textLanguage>

/** `keyword`, `no_reply`, `out_of_hours`: what the machine answers by itself. */
export const templateKind = z.enum(['broadcast', 'reply', 'keyword', 'no_reply', 'out_of_hours'])
export type TemplateKind = z.infer<typeof templateKind>

const text = z.string().min(1).max(5_000)
/** One or several languages; a person whose own is missing gets the organization's, then any. */
const texts = z
  .object({ pl: text.optional(), en: text.optional(), uk: text.optional() })
  .refine((value) => Object.values(value).some((one) => one !== undefined), { message: 'pl, en or uk' })

export const template = z
  .object({
    id: z.int(),
    name: z.string(),
    kind: templateKind,
    /** Of the lists that it is meant for; only of the kind `broadcast`. */
    columns: z.array(z.string()),
    /** The latest. */
    version: z.int(),
    texts: z.object({ pl: z.string().optional(), en: z.string().optional(), uk: z.string().optional() }),
    createdAt: instant,
    archivedAt: instant.nullable(),
  })
  .meta({ id: 'Template' })
export type Template = z.infer<typeof template>
export const templatePage = page(template)
export type TemplatePage = z.infer<typeof templatePage>

export const templateQuery = pageQuery.extend({
  kind: templateKind.optional(),
  archived: z.enum(['true', 'false']).default('false'),
})

export const newTemplate = z.object({
  name: z.string().trim().min(1).max(120),
  kind: templateKind,
  columns: z.array(z.string().min(1).max(200)).max(100).default([]),
  texts,
})
export type NewTemplate = z.input<typeof newTemplate>

/** `basedOn`: the version that was read. Who changed it meanwhile is not overwritten: 409 `template-changed`. */
export const newTemplateVersion = z.object({
  basedOn: z.int().min(1),
  name: z.string().trim().min(1).max(120).optional(),
  columns: z.array(z.string().min(1).max(200)).max(100).optional(),
  texts,
})
export type NewTemplateVersion = z.input<typeof newTemplateVersion>

const rendering = z.object({
  language: textLanguage.optional(),
  version: z.coerce.number().int().positive().max(1_000_000).optional(),
})
/** How a template reads for a contact, or with nobody's values. */
export const renderQuery = rendering.extend({ contact: z.coerce.number().int().positive().optional() })
/** How it reads for the person of a conversation: a canned reply. */
export const cannedReplyQuery = rendering.extend({ template: z.coerce.number().int().positive() })
export const renderedTemplate = z.object({
  text: z.string(),
  language: textLanguage,
  parts: z.int(),
  version: z.int(),
})
export type RenderedTemplate = z.infer<typeof renderedTemplate>

/** One variable that a template of that kind may use. */
export const variableList = z.object({ items: z.array(z.string()) })
export const variableQuery = z.object({ kind: templateKind })
