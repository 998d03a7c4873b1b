import type { ObjectStore } from '../../store/objects.ts'
import type { ResourceResult } from '../model.ts'

/** Results of a batch so far, in S3. */
export type BatchFile = {
  readonly results: readonly ResourceResult[]
  /** Number of results that earlier parts of the batch have added to the progress. */
  readonly counted: number
  /** Set while a part runs: if it is interrupted, an item without a result may exist on the platform. */
  readonly isOpen?: true
}

/** Reads the file of a batch; undefined before its first part. */
export async function readBatch(objects: ObjectStore, key: string): Promise<BatchFile | undefined> {
  const file = await objects.readJson<BatchFile | readonly ResourceResult[]>(key)
  // An import that an earlier version began has the results alone.
  return file !== undefined && 'results' in file ? file : file && { results: file, counted: 0, isOpen: true }
}
