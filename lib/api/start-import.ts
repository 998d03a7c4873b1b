import { importIdFrom } from '../request/import-request.ts'
import type { Target } from '../request/target.ts'
import { documentPrefix, fetchedKey, isDryRunKey, OPTIONS_FILE, parseDocumentKey } from '../store/keys.ts'
import type { ImportRecord, RecordStore } from '../store/records.ts'
import { requireOrganisation } from './caller.ts'
import { IdempotencyKey, ImportInput, invalid, parseInput, uploadInput } from './input.ts'
import { type ApiResponse, jsonResponse } from './response.ts'
import type { Api, RouteRequest } from './route.ts'

/**
 * Handles POST /imports: starts an import. The import id is derived from the request, so a repeated request starts
 * nothing new, unless the import failed or was refused or cancelled; a different `Idempotency-Key` makes it a new request.
 * @throws Problem 403 or 422
 */
export async function startImport({ api, caller, body, headers }: RouteRequest): Promise<ApiResponse> {
  const { target, source, options } = parseInput(ImportInput, body)
  const idempotencyKey = parseInput(IdempotencyKey, headers['idempotency-key'], 'idempotency-key')
  requireOrganisation(caller, target.organisationId)
  const { url } = source
  const document: Source =
    url === undefined ? await findUpload(api, target, source.key ?? '') : { key: fetchedKey(target, url), url }
  const cause = document.url ?? document.versionId ?? document.etag
  const firstId = importIdFrom('api', api.bucket, target, document.key, cause, options, idempotencyKey ?? null)
  // The URL may contain a credential, and the record needs only the key.
  const { url: _, ...stored } = document
  const fields = {
    target,
    source: { bucket: api.bucket, ...stored },
    ...(caller.name !== undefined && { caller: caller.name }),
  }
  const { importId, status, caller: startedBy } = await openAttempt(api.records, firstId, fields)
  // Repeating a start has no effect, and it makes up for a start that failed after the record was written.
  if (status === 'queued' || status === 'running')
    await api.start({
      importId,
      target,
      source: { bucket: api.bucket, ...document },
      options,
      ...(startedBy !== undefined && { caller: startedBy }),
    })
  const self = `/imports/${importId}`
  return jsonResponse(202, { importId, status, links: { self } }, { location: self })
}

/**
 * Opens the record of a request's newest import. After an import that failed or was refused or cancelled, a repeated request opens
 * another one. Its id has a suffix, because the name of an execution is used once.
 */
const openAttempt = async (
  records: Api['records'],
  firstId: string,
  fields: Parameters<RecordStore['open']>[1],
): Promise<ImportRecord> => {
  const first = await records.open(firstId, fields)
  const { attempts = 1 } = first
  const open = (attempt: number) => records.open(attempt === 1 ? firstId : `${firstId}-${attempt}`, fields)
  let attempt = attempts
  let record = attempt === 1 ? first : await open(attempt)
  while (isRepeatable(record)) record = await open(++attempt)
  if (attempt > attempts) await records.save(firstId, { attempts: attempt })
  return record
}

const isRepeatable = ({ status, cancelRequestedAt }: ImportRecord): boolean =>
  status === 'failed' ||
  status === 'refused' ||
  status === 'cancelled' ||
  ((status === 'queued' || status === 'running') && cancelRequestedAt !== undefined)

/**
 * Handles POST /uploads: returns an S3 form for one file with a fixed key, size and content type. The upload starts its
 * import.
 * @throws Problem 403 or 422
 */
export async function createUpload({ api, caller, body }: RouteRequest): Promise<ApiResponse> {
  const { target, filename, size, contentType } = parseInput(uploadInput(api.maxBytes), body)
  requireOrganisation(caller, target.organisationId)
  const key = documentPrefix(target) + filename
  return jsonResponse(200, { key, ...(await api.presigner.upload({ key, size, contentType })) })
}

/** Document of an import: an uploaded object, or a URL and the key that the fetched file gets. */
type Source = { readonly key: string; readonly versionId?: string; readonly etag?: string; readonly url?: string }

const findUpload = async (api: Api, { organisationId }: Target, key: string): Promise<Source> => {
  const location = parseDocumentKey(key)
  const inside = location?.target.organisationId === organisationId && location.file !== OPTIONS_FILE
  const isPlain = !isDryRunKey(key) && !key.split('/').some(part => part === '' || part === '.' || part === '..')
  const version = inside && isPlain ? await api.objects.newest(key) : undefined
  if (version === undefined) {
    const detail = `is not an uploaded document; upload one under documents/${organisationId}/{connectorId}/{version}/ first`
    throw invalid([{ pointer: '/source/key', detail }])
  }
  const { versionId, etag } = version
  return { key, etag, ...(versionId !== undefined && { versionId }) }
}
