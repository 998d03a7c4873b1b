import { unreadableFailure } from '../import/failure.ts'
import { readOptions } from '../import/prepare/read-options.ts'
import { delayOf, type ImportRequest, importIdFrom } from '../request/import-request.ts'
import { documentPrefix, fetchedKey, OPTIONS_FILE } from '../store/keys.ts'
import { type ObjectStore, ObjectUnreadable, type ObjectVersion } from '../store/objects.ts'
import type { Source } from './find-sources.ts'

/** Services that the schedule uses. */
export type Schedule = {
  readonly bucket: string
  /** The imports begin spread over this time, in seconds. */
  readonly spreadSeconds: number
  readonly objects: Pick<ObjectStore, 'list' | 'read' | 'newest'>
  readonly start: (request: ImportRequest) => Promise<void>
}

export type SourceStart =
  /** `broken`: the started import only reports why the source can't be imported. */
  | { readonly kind: 'started' | 'broken'; readonly importId: string }
  /** `import.json` has `"scheduled": false`. */
  | { readonly kind: 'skipped' }

/**
 * Starts the import of one source, even if its document has not changed, because the comparison repairs drift. The
 * import id is derived from the document and the time, so an event that is delivered twice starts one import. A source
 * that can't be imported gets an import too, which fails, with report, record and event.
 */
export async function startSource(schedule: Schedule, source: Source, scheduledAt: string): Promise<SourceStart> {
  const { bucket, objects } = schedule
  const { target } = source
  const start = async (key: string, cause: string, part: Partial<ImportRequest['source']>): Promise<string> => {
    const importId = importIdFrom('schedule', bucket, key, cause, scheduledAt)
    const delaySeconds = delayOf(target, schedule.spreadSeconds)
    await schedule.start({
      ...{ importId, target, source: { bucket, key, ...part }, caller: 'schedule' },
      ...(delaySeconds > 0 && { delaySeconds }),
    })
    return importId
  }
  const prefix = documentPrefix(target)
  const broken = async (missing: string): Promise<SourceStart> => ({
    kind: 'broken',
    importId: await start(prefix + OPTIONS_FILE, 'broken', { missing }),
  })

  const read = await readOptions({ objects }, { target }).catch((error: unknown) => {
    return { ok: false, problem: unreadableFailure(error).reason } as const
  })
  if (!read.ok) return broken(read.problem)
  const { scheduled, sourceUrl, document, overlays = [] } = read.value
  if (!scheduled) return { kind: 'skipped' }
  if (sourceUrl !== undefined)
    return { kind: 'started', importId: await start(fetchedKey(target, sourceUrl), sourceUrl, { url: sourceUrl }) }
  const files = source.files.filter(file => !overlays.includes(file))
  const file = document ?? (files.length === 1 ? files[0] : undefined)
  const key = prefix + (file ?? '')
  const newest = file === undefined ? undefined : await objects.newest(key).catch(unlessUnreadable)
  if (newest === undefined) return broken(noDocument({ target, files }, document))
  const { versionId, etag } = newest
  const part = { ...(etag !== undefined && { etag }), ...(versionId !== undefined && { versionId }) }
  return { kind: 'started', importId: await start(key, versionId ?? etag ?? 'unreadable', part) }
}

/** Returns no version of a document that can't be read: its import reports why. @throws every other error */
const unlessUnreadable = (error: unknown): Partial<ObjectVersion> => {
  if (error instanceof ObjectUnreadable) return {}
  throw error
}

const noDocument = ({ target, files }: Source, document: string | undefined): string => {
  const prefix = documentPrefix(target)
  if (document !== undefined)
    return `${prefix + OPTIONS_FILE} sets "document" to ${document}, but that file does not exist. Correct it or upload the file.`
  if (files.length === 0) return `${prefix} contains no document. Upload one, or set "sourceUrl" in ${OPTIONS_FILE}.`
  return `${prefix} contains ${files.length} files. Set "document" in ${OPTIONS_FILE} to the one to import.`
}
