import { readOptions } from '../import/prepare/read-options.ts'
import { type ImportRequest, importIdFrom } from '../request/import-request.ts'
import { documentPrefix, fetchedKey, OPTIONS_FILE } from '../store/keys.ts'
import type { Source } from './find-sources.ts'
import type { Schedule } from './schedule.ts'

export type SourceStart =
  /** `broken`: it can't be imported, and the import that was started only says why. */
  | { readonly kind: 'started' | 'broken'; readonly importId: string }
  /** Its `import.json` says `"scheduled": false`. */
  | { readonly kind: 'skipped' }

/**
 * Starts the import of one source, whether its document has changed or not: comparing it again repairs drift. The id
 * comes from the document and the time, so that an event that is delivered twice starts it once. A source that can't be
 * imported gets an import all the same, which fails and is reported, recorded and announced like any other.
 */
export async function startSource(schedule: Schedule, source: Source, scheduledAt: string): Promise<SourceStart> {
  const { bucket, objects } = schedule
  const { target } = source
  const start = async (key: string, cause: string, part: Partial<ImportRequest['source']>): Promise<string> => {
    const importId = importIdFrom('schedule', bucket, key, cause, scheduledAt)
    await schedule.start({ importId, target, source: { bucket, key, ...part } })
    return importId
  }
  const prefix = documentPrefix(target)
  const broken = async (missing: string): Promise<SourceStart> => ({
    kind: 'broken',
    importId: await start(prefix + OPTIONS_FILE, 'broken', { missing }),
  })

  const read = await readOptions({ objects }, { target })
  if (!read.ok) return broken(read.problem)
  const { scheduled, sourceUrl, document } = read.value
  if (!scheduled) return { kind: 'skipped' }
  if (sourceUrl !== undefined)
    return { kind: 'started', importId: await start(fetchedKey(target, sourceUrl), sourceUrl, { url: sourceUrl }) }
  const file = document ?? (source.files.length === 1 ? source.files[0] : undefined)
  const key = prefix + (file ?? '')
  const newest = file === undefined ? undefined : await objects.newest(key)
  if (newest === undefined) return broken(noDocument(source, document))
  const { versionId, etag } = newest
  const part = { etag, ...(versionId !== undefined && { versionId }) }
  return { kind: 'started', importId: await start(key, versionId ?? etag, part) }
}

const noDocument = ({ target, files }: Source, document: string | undefined): string => {
  const prefix = documentPrefix(target)
  if (document !== undefined) return `${prefix + OPTIONS_FILE} names the document ${document}, which is not there.`
  if (files.length === 0)
    return `Beside ${prefix + OPTIONS_FILE} is no document; upload one, or name a sourceUrl in it.`
  return `Beside ${prefix + OPTIONS_FILE} are ${files.length} files; name the one to import as "document" in it.`
}
