import { readOptions } from '../import/options.ts'
import { type ImportRequest, importIdFrom } from '../import/request.ts'
import { documentPrefix, fetchedKey, OPTIONS_FILE } from '../store/keys.ts'
import { failSource } from './fail-source.ts'
import type { Source } from './find-sources.ts'
import type { Schedule } from './schedule.ts'

export type SourceStart =
  | { readonly kind: 'started' | 'failed'; readonly importId: string }
  /** Its `import.json` says `"scheduled": false`. */
  | { readonly kind: 'skipped' }

/**
 * Starts the import of one source, whether its document has changed or not: comparing it again repairs drift. The id
 * comes from the document and the time, so that an event that is delivered twice starts it once. A source that can't be
 * imported gets a failed import that says why.
 */
export const startSource = async (schedule: Schedule, source: Source, scheduledAt: string): Promise<SourceStart> => {
  const { bucket, objects } = schedule
  const { target } = source
  const read = await readOptions({ objects }, { target })
  if (!read.ok) return failed(schedule, source, read.reason, scheduledAt)
  const { scheduled, sourceUrl, document } = read.options
  if (!scheduled) return { kind: 'skipped' }

  const start = async (key: string, version: string, part: Partial<ImportRequest['source']>): Promise<SourceStart> => {
    const importId = importIdFrom('schedule', bucket, key, version, scheduledAt)
    await schedule.start({ importId, target, source: { bucket, key, ...part } })
    return { kind: 'started', importId }
  }
  if (sourceUrl !== undefined) return start(fetchedKey(target, sourceUrl), sourceUrl, { url: sourceUrl })
  const file = document ?? (source.files.length === 1 ? source.files[0] : undefined)
  const key = documentPrefix(target) + (file ?? '')
  const newest = file === undefined ? undefined : await objects.newest(key)
  if (newest === undefined) return failed(schedule, source, noDocument(source, document), scheduledAt)
  const { versionId, etag } = newest
  return start(key, versionId ?? etag, { etag, ...(versionId !== undefined && { versionId }) })
}

const failed = async (
  schedule: Schedule,
  source: Source,
  reason: string,
  scheduledAt: string,
): Promise<SourceStart> => ({
  kind: 'failed',
  importId: await failSource(schedule, source.target, reason, scheduledAt),
})

const noDocument = ({ target, files }: Source, document: string | undefined): string => {
  const prefix = documentPrefix(target)
  if (document !== undefined) return `${prefix + OPTIONS_FILE} names the document ${document}, which is not there.`
  if (files.length === 0)
    return `Beside ${prefix + OPTIONS_FILE} is no document; upload one, or name a sourceUrl in it.`
  return `Beside ${prefix + OPTIONS_FILE} are ${files.length} files; name the one to import as "document" in it.`
}
