import {
  exportQuery,
  idParams,
  imported,
  importPage,
  importPreview,
  importQuery,
  importRecord,
  importUndone,
  pageQuery,
  importPreviewQuery,
  type ImportQuery,
} from '@kurenda/contract'
import type { Readable } from 'node:stream'
import { audit, callerOf } from '#modules/accounts'
import type { Clock } from '#platform/clock'
import { inOrganization, type Pool } from '#platform/db'
import { unbroken, uploadLimitBytes, type Server } from '#platform/http'
import { preferredLanguage } from '#platform/i18n'
import { csvOf } from './csv-of.ts'
import { exportContacts } from './export-contacts.ts'
import { importContacts } from './import-contacts.ts'
import { listImports, readImport, readRefused, type ImportRecord } from './imports.ts'
import { previewImport } from './preview-import.ts'
import { rejectionWords } from './rejections.ts'
import { undoImport } from './undo-import.ts'

const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** The body is the list itself, CSV or XLSX, read as it comes. */
export function importRoutes(scope: Server, { api, engine }: { api: Pool; engine: Pool }): void {
  scope.post<{ Body: Readable; Querystring: ImportQuery }>(
    '/contacts/import',
    {
      config: { allows: 'contacts:import' },
      bodyLimit: uploadLimitBytes,
      schema: {
        summary: 'Reads people from a list (the body, CSV or XLSX) into a group',
        querystring: importQuery,
        response: { 200: imported },
      },
    },
    async (request) => {
      const { group, phoneColumn, mapping } = request.query
      const { organizationId, name } = callerOf(request)
      const result = await importContacts(engine, {
        organizationId,
        group,
        bytes: unbroken(request.body),
        phoneColumn,
        mapping,
        by: name,
      })
      return { ...result, group: result.group.name }
    },
  )

  scope.post<{ Body: Readable; Querystring: Omit<ImportQuery, 'group'> }>(
    '/contacts/import/preview',
    {
      config: { allows: 'contacts:import' },
      bodyLimit: uploadLimitBytes,
      schema: {
        summary: 'What an import of the list (the body) would make of its first 100 rows; nothing is written',
        querystring: importPreviewQuery,
        response: { 200: importPreview },
      },
    },
    async (request) => {
      const { phoneColumn, mapping } = request.query
      const { organizationId } = callerOf(request)
      return previewImport(api, organizationId, { bytes: unbroken(request.body), phoneColumn, mapping })
    },
  )
}

/** Lists that were read, and the contacts as a file. */
export function importRecordRoutes(scope: Server, { api, clock }: { api: Pool; clock: Clock }): void {
  scope.get(
    '/imports',
    {
      config: { allows: 'contacts:read' },
      schema: { summary: 'Lists that were read, newest first', querystring: pageQuery, response: { 200: importPage } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const { imports, next } = await inOrganization(api, organizationId, (client) =>
        listImports(client, organizationId, request.query),
      )
      return { items: imports.map(present), next }
    },
  )

  scope.get(
    '/imports/:id',
    {
      config: { allows: 'contacts:read' },
      schema: { summary: 'A list that was read', params: idParams, response: { 200: importRecord } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      return present(
        await inOrganization(api, organizationId, (client) => readImport(client, organizationId, request.params.id)),
      )
    },
  )

  scope.get(
    '/imports/:id/rejected',
    {
      config: { allows: 'contacts:read' },
      schema: { summary: 'The refused lines of a list with the reasons, as CSV', params: idParams },
    },
    async (request, reply) => {
      const { organizationId } = callerOf(request)
      const language = preferredLanguage(request.headers['accept-language'])
      const { columns, lines } = await inOrganization(api, organizationId, (client) =>
        readRefused(client, organizationId, request.params.id),
      )
      const heading = language === 'pl' ? ['wiersz', 'powód'] : ['line', 'reason']
      const file = csvOf([
        [...heading, ...columns],
        ...lines.map(({ line, reason, values }) => [String(line), rejectionWords(reason, language), ...values]),
      ])
      return reply.headers(attachment('text/csv; charset=utf-8', `rejected-${request.params.id}.csv`)).send(file)
    },
  )

  scope.post(
    '/imports/:id/undo',
    {
      config: { allows: 'contacts:import' },
      schema: {
        summary: 'Takes an import back: memberships end, contacts that nobody changed since go to trash',
        params: idParams,
        response: { 200: importUndone },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const { id } = request.params
      return inOrganization(api, organizationId, async (client) => {
        const undone = await undoImport(client, organizationId, id, clock.now())
        await audit(client, { by: caller, verb: 'undo', noun: 'import', id })
        return undone
      })
    },
  )

  scope.get(
    '/contacts/export',
    {
      config: { allows: 'contacts:export' },
      schema: { summary: 'Contacts as a CSV or XLSX file', querystring: exportQuery },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const { format, ...filter } = request.query
      // Before the first byte: who takes the people's data out is known whatever becomes of the file.
      await inOrganization(api, organizationId, (client) =>
        audit(client, { by: caller, verb: 'export', noun: 'contacts', details: { format } }),
      )
      const language = preferredLanguage(request.headers['accept-language'])
      const file = await exportContacts(api, organizationId, { format, language, filter })
      const type = format === 'csv' ? 'text/csv; charset=utf-8' : sheet
      return reply.headers(attachment(type, `contacts.${format}`)).send(file)
    },
  )
}

function attachment(type: string, name: string): Record<string, string> {
  return { 'content-type': type, 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' }
}

function present(record: ImportRecord) {
  return { ...record, startedAt: record.startedAt.toISOString(), endedAt: record.endedAt?.toISOString() ?? null }
}
