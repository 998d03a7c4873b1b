import * as v from 'valibot'
import type { HistoryPosition } from '../store/history.ts'
import { importKeys } from '../store/keys.ts'
import { type ImportRecord, isWaiting } from '../store/records.ts'
import { requireOrganisation } from './caller.ts'
import { HistoryInput, invalid, parseInput } from './input.ts'
import { type ApiResponse, importNotFound, jsonResponse, Problem } from './response.ts'
import type { RouteRequest } from './route.ts'

/** Imports per page of the history. */
const PAGE_SIZE = 20

/**
 * Handles GET /imports/{id}: returns status, progress and counts of an import, and links to its report.
 * @throws Problem 404 if the import is unknown or belongs to another organisation
 */
export async function getImport(request: RouteRequest): Promise<ApiResponse> {
  const { api } = request
  const record = await findRecord(request)
  const { importId: id, reportKey } = record
  const self = `/imports/${id}`
  if (reportKey === undefined) return jsonResponse(200, { ...describeImport(record), links: { self } })
  const { page: pageKey, changelog: changelogKey } = importKeys(id)
  const { breaking = 0, compatible = 0, annotation = 0 } = record.counts?.impact ?? {}
  // Only a re-import that changes something has one.
  const keys = [reportKey, pageKey, ...(breaking + compatible + annotation > 0 ? [changelogKey] : [])]
  const [report, page, changelog] = await Promise.all(keys.map(api.presigner.download))
  return jsonResponse(200, {
    ...describeImport(record),
    links: { self, report: report?.url, page: page?.url, changelog: changelog?.url },
    linksExpireAt: report?.expiresAt,
  })
}

/**
 * Handles POST /imports/{id}/cancel: asks an import to stop. It finishes the steps that run; an import that waits is stopped
 * at once. Safe to repeat.
 * @throws Problem 404 as for GET, 409 if the import has ended
 */
export async function cancelImport(request: RouteRequest): Promise<ApiResponse> {
  const { api } = request
  const { importId } = await findRecord(request)
  const record = await api.records.requestCancel(importId)
  if (record === undefined) {
    const { status } = await findRecord(request)
    const detail = `The import has already ended (${status}). Only a queued or running import can be cancelled.`
    throw new Problem({ status: 409, code: 'import-ended', detail })
  }
  const { executionArn } = record
  if (executionArn !== undefined && isWaiting(record, api.now())) await api.stop(executionArn)
  const self = `/imports/${importId}`
  return jsonResponse(202, { ...describeImport(record), links: { self } }, { location: self })
}

/** Finds the import of a request. @throws Problem 404 if it is unknown or belongs to another organisation */
const findRecord = async ({ api, caller, path }: RouteRequest): Promise<ImportRecord> => {
  const { id = '' } = path
  const record = /^[\w-]{1,64}$/.test(id) ? await api.records.find(id) : undefined
  if (record === undefined || !caller.mayUse(record.target.organisationId)) throw importNotFound()
  return record
}

/**
 * Handles GET /imports: lists the imports of a connector, or of one of its versions, newest first.
 * @throws Problem 403 or 422
 */
export async function listImports({ api, caller, query }: RouteRequest): Promise<ApiResponse> {
  const { connectorId, version, next, ...input } = parseInput(HistoryInput, query, '?')
  const organisationId = input.organisationId ?? caller.organisationId
  if (organisationId === undefined)
    throw invalid([{ pointer: '?organisationId', detail: 'is required, because you have several organisations' }])
  requireOrganisation(caller, organisationId)
  const after = next === undefined ? undefined : decodePosition(next)
  const page = await api.history.page({ organisationId, connectorId, version, after, limit: PAGE_SIZE })
  const imports = page.records.map(record => ({
    ...describeImport(record),
    links: { self: `/imports/${record.importId}` },
  }))
  return jsonResponse(200, { imports, next: page.next && encodePosition(page.next) })
}

const describeImport = ({ importId, target, caller, status, phase, done, total, ...record }: ImportRecord) => ({
  importId,
  target,
  caller,
  status,
  // After the end, it has no meaning.
  progress: { phase: record.finishedAt === undefined ? phase : undefined, done, total },
  startedAt: record.startedAt,
  cancelRequestedAt: record.cancelRequestedAt,
  finishedAt: record.finishedAt,
  reason: record.reason,
  document: record.document,
  counts: record.counts,
})

const Position = v.pipe(v.string(), v.regex(/^[\d:.TZ-]{10,30}#[\w-]{1,64}$/))

const encodePosition = ({ startedAt, importId }: HistoryPosition): string =>
  Buffer.from(`${startedAt}#${importId}`).toString('base64url')

// Not signed: a forged position is only ever looked up in the history of the requested connector.
const decodePosition = (next: string): HistoryPosition => {
  const position = v.safeParse(Position, Buffer.from(next, 'base64url').toString('utf8'))
  const [startedAt, importId] = position.success ? position.output.split('#') : []
  if (startedAt === undefined || importId === undefined)
    throw invalid([{ pointer: '?next', detail: 'must be the "next" of an earlier page' }])
  return { startedAt, importId }
}
