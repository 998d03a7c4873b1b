import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { Outcome } from '../../../lib/report/report.ts'
import { DOCUMENTS, isFetched, OPTIONS_FILE } from '../../../lib/store/keys.ts'
import { createObjectStore } from '../../../lib/store/objects.ts'

/** Root of the documents that were accepted, while a newer one is decided. The schedule does not look there. */
const ACCEPTED = 'accepted'

/** Outcomes that replace the accepted document. After the others, the next import of the target decides. */
const ACCEPTING: ReadonlySet<Outcome> = new Set<Outcome>(['succeeded', 'unchanged', 'partial', 'conflicts'])

type Bucket = { readonly client: S3Client; readonly bucket: string }

/**
 * Copies the files of a target before another document takes their place. An earlier copy stays: what it was replaced by is
 * not accepted yet. The options are copied last, so a copy with them is complete.
 * @param prefix folder of the document in the bucket
 */
export async function keepAccepted(prefix: string, bucket: Bucket): Promise<void> {
  const copy = copyOf(prefix)
  if (copy === undefined || (await hasOptions(copy, bucket)) || !(await hasOptions(prefix, bucket))) return
  await copyFiles(prefix, copy, bucket)
}

/** Puts the copy back after a refused import, so that the document of it is not imported again; deletes it after an accepted one. */
export async function settleAccepted(prefix: string, outcome: Outcome, bucket: Bucket): Promise<void> {
  const copy = copyOf(prefix)
  if (copy === undefined || !(outcome === 'refused' || ACCEPTING.has(outcome)) || !(await hasOptions(copy, bucket)))
    return
  if (outcome === 'refused') {
    const kept = new Set(await copyFiles(copy, prefix, bucket))
    for (const name of await filesOf(prefix, bucket)) if (!kept.has(name)) await remove(prefix + name, bucket)
  }
  await remove(copy + OPTIONS_FILE, bucket)
  for (const name of await filesOf(copy, bucket)) await remove(copy + name, bucket)
}

/** Returns the folder of the copy; undefined for the document of a dry run, which replaces none. */
const copyOf = (prefix: string): string | undefined =>
  prefix.startsWith(`${DOCUMENTS}/`) ? ACCEPTED + prefix.slice(DOCUMENTS.length) : undefined

const hasOptions = async (prefix: string, { client, bucket }: Bucket): Promise<boolean> =>
  (await createObjectStore(client, bucket).newest(prefix + OPTIONS_FILE)) !== undefined

/** Lists the files of a folder, the options last. */
const filesOf = async (prefix: string, { client, bucket }: Bucket): Promise<string[]> => {
  const names: string[] = []
  for await (const key of createObjectStore(client, bucket).list(prefix)) names.push(key.slice(prefix.length))
  return names.filter(name => !isFetched(name)).sort((a, b) => Number(a === OPTIONS_FILE) - Number(b === OPTIONS_FILE))
}

/** @returns the names of the files */
const copyFiles = async (from: string, to: string, bucket: Bucket): Promise<readonly string[]> => {
  const store = createObjectStore(bucket.client, bucket.bucket)
  const names = await filesOf(from, bucket)
  for (const name of names)
    await store.write(to + name, (await store.read(from + name)) ?? new Uint8Array(), 'application/octet-stream')
  return names
}

const remove = (key: string, { client, bucket }: Bucket): Promise<unknown> =>
  client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))
