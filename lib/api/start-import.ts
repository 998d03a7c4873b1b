import { importIdFrom } from '../request/import-request.ts'
import type { Target } from '../request/target.ts'
import { fetchedKey, OPTIONS_FILE, parseDocumentKey } from '../store/keys.ts'
import { type Answer, json } from './answer.ts'
import type { Api, Call } from './call.ts'
import { requireOrganisation } from './caller.ts'
import { IdempotencyKey, ImportInput, invalid, parseInput } from './input.ts'

/**
 * POST /imports: starts one import, or finds the one that the same request has started. Its id comes from what was asked
 * for; another `Idempotency-Key` makes it another request.
 */
export async function startImport({ api, caller, body, headers }: Call): Promise<Answer> {
  const { target, source, options } = parseInput(ImportInput, body)
  const idempotencyKey = parseInput(IdempotencyKey, headers['idempotency-key'], 'idempotency-key')
  requireOrganisation(caller, target.organisationId)
  const document = source.url === undefined ? await stored(api, target, source.key ?? '') : remote(target, source.url)
  const cause = document.url ?? document.versionId ?? document.etag
  const importId = importIdFrom('api', api.bucket, target, document.key, cause, options, idempotencyKey ?? null)
  const { status } = await api.records.open(importId, target)
  // A start that is repeated does nothing, and one that failed after the record was written is made up for.
  if (status === 'queued' || status === 'running')
    await api.start({ importId, target, source: { bucket: api.bucket, ...document }, options })
  const self = `/imports/${importId}`
  return json(202, { importId, status, links: { self } }, { location: self })
}

type Document = {
  readonly key: string
  readonly versionId?: string
  readonly etag?: string
  readonly url?: string
}

const remote = (target: Target, url: string): Document => ({ key: fetchedKey(target, url), url })

/** The newest upload of a key, which has to be of the target's organisation. */
const stored = async (api: Api, { organisationId }: Target, key: string): Promise<Document> => {
  const location = parseDocumentKey(key)
  const inside = location?.target.organisationId === organisationId && location.file !== OPTIONS_FILE
  const isPlain = !key.split('/').some(part => part === '' || part === '.' || part === '..')
  const version = inside && isPlain ? await api.objects.newest(key) : undefined
  if (version === undefined) {
    const detail = `names no document; upload one under documents/${organisationId}/{connectorId}/{version}/ first`
    throw invalid([{ pointer: '/source/key', detail }])
  }
  const { versionId, etag } = version
  return { key, etag, ...(versionId !== undefined && { versionId }) }
}
