import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { decodeOptions } from '../../../lib/import/prepare/read-options.ts'
import type { ImportOptions } from '../../../lib/request/import-options.ts'
import type { Target } from '../../../lib/request/target.ts'
import { documentPrefix, dryRunPrefix, isFetched, OPTIONS_FILE } from '../../../lib/store/keys.ts'
import { createObjectStore, type ObjectStore } from '../../../lib/store/objects.ts'
import { type ObjectCreatedEvent, objectCreated } from '../aws/events.ts'

/** A document with its options, and the target whose folder it goes into. */
export type LocalDocument = {
  readonly target: Target
  readonly options: Partial<ImportOptions>
  /** The name of the root file, and the contents of every file by name. */
  readonly root: string
  readonly files: ReadonlyMap<string, Uint8Array>
}

type Destination = {
  readonly client: S3Client
  readonly bucket: string
  readonly region: string
  /** Hexadecimal digits, for the event. */
  readonly sequencer: string
}

/** Returns the folder of a document in the bucket: of a dry run, one that the schedule does not import again. */
export function folderOf({ target, options }: Pick<LocalDocument, 'target' | 'options'>): string {
  return options.dryRun ? dryRunPrefix(target) : documentPrefix(target)
}

/** Options that a person decides for one import. */
const DECIDED_ONCE = ['confirm', 'force', 'resolve', 'expect'] as const

/**
 * Removes decisions for one import from the options of a document, so that a later import of it asks again. The document of
 * a refused import stays bound to the plan that was expected: without it, a re-import would write what was refused.
 */
export async function forgetDecisions(store: ObjectStore, documentKey: string, isRefused = false): Promise<void> {
  const key = documentKey.slice(0, documentKey.lastIndexOf('/') + 1) + OPTIONS_FILE
  const bytes = await store.read(key)
  const options = bytes === undefined ? undefined : decodeOptions(bytes)
  const decided = DECIDED_ONCE.filter(name => !(isRefused && name === 'expect'))
  if (!options?.ok || decided.every(name => !(name in options.value))) return
  const kept = Object.entries(options.value).filter(([name]) => !decided.some(each => each === name))
  await store.write(key, JSON.stringify(Object.fromEntries(kept)), 'application/json')
}

/** Uploads a document and its options, the root file last. Deletes all files of an earlier upload that are not in this one. @returns the event that S3 sends for the root file */
export async function uploadDocument(
  document: LocalDocument,
  { client, bucket, region, sequencer }: Destination,
): Promise<ObjectCreatedEvent> {
  const store = createObjectStore(client, bucket)
  const { options, root, files } = document
  const prefix = folderOf(document)
  const write = (name: string, body: Uint8Array) => store.write(prefix + name, body, 'application/octet-stream')
  const earlier: string[] = []
  for await (const key of store.list(prefix)) earlier.push(key.slice(prefix.length))
  // A part that was deleted locally must not be read from the bucket.
  for (const name of earlier)
    if (name !== OPTIONS_FILE && !isFetched(name) && !files.has(name))
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: prefix + name }))
  await store.write(prefix + OPTIONS_FILE, JSON.stringify({ ...options, document: root }), 'application/json')
  for (const [name, body] of files) if (name !== root) await write(name, body)
  const body = files.get(root) ?? new Uint8Array()
  const key = prefix + root
  await write(root, body)
  const { etag: eTag = '' } = (await store.newest(key)) ?? {}
  const upload = { bucket, key, size: body.length, eTag, sequencer, requester: 'command line' }
  return objectCreated(upload, { now: Date.now, uuid: () => crypto.randomUUID(), region })
}
