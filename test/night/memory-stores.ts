import type { Budget } from '../../lib/connect/pacing/budget.ts'
import type { BudgetStore } from '../../lib/connect/pacing/share.ts'
import type { Dependencies } from '../../lib/import/dependencies.ts'
import { type Body, type ObjectStore, ObjectTooLarge } from '../../lib/store/objects.ts'
import type { ImportRecord } from '../../lib/store/records.ts'
import type { VirtualTime } from './virtual-time.ts'

/** Time of one request in milliseconds. */
const S3_MS = 25
const TABLE_MS = 6

/** Requests to S3 and DynamoDB. A refused conditional write counts as a write too, as AWS does. */
export type StoreCounts = {
  s3Reads: number
  s3Writes: number
  dynamoReads: number
  dynamoWrites: number
  /** Writes of the shared pace that another import was faster with. */
  paceConflicts: number
}

type StoredObject = { readonly body: string | Uint8Array; readonly etag: string; readonly modifiedAt: number }

/** Creates the stores of an import in memory, each request with a latency in virtual time. */
export function createMemoryStores({ now, sleep }: VirtualTime) {
  const counts: StoreCounts = { s3Reads: 0, s3Writes: 0, dynamoReads: 0, dynamoWrites: 0, paceConflicts: 0 }
  const request = async (kind: keyof StoreCounts): Promise<void> => {
    counts[kind] += 1
    await sleep(kind.startsWith('s3') ? S3_MS : TABLE_MS)
  }
  return { counts, objects: createObjects(request, now), ...createTable(request, counts, now) }
}

type Request = (kind: keyof StoreCounts) => Promise<void>

const createObjects = (request: Request, now: () => number): ObjectStore & { forget: (prefix: string) => void } => {
  const stored = new Map<string, StoredObject>()
  let writes = 0
  const put = (key: string, body: string | Uint8Array): void => {
    writes += 1
    stored.set(key, { body, etag: `etag-${writes}`, modifiedAt: now() })
  }
  const bytesOf = (key: string): Uint8Array | undefined => {
    const body = stored.get(key)?.body
    return typeof body === 'string' ? Buffer.from(body) : body
  }
  async function* entries(prefix: string) {
    await request('s3Writes')
    for (const key of [...stored.keys()].filter(key => key.startsWith(prefix)).sort())
      yield { key, modifiedAt: stored.get(key)?.modifiedAt ?? 0 }
  }
  return {
    /** Frees the memory of an import that has ended. */
    forget: prefix => {
      for (const key of stored.keys()) if (key.startsWith(prefix)) stored.delete(key)
    },
    read: async (key, { maxBytes = Number.POSITIVE_INFINITY } = {}) => {
      await request('s3Reads')
      const bytes = bytesOf(key)
      if (bytes !== undefined && bytes.length > maxBytes) throw new ObjectTooLarge(key, bytes.length, maxBytes)
      return bytes
    },
    readStart: async (key, bytes) => {
      await request('s3Reads')
      return bytesOf(key)?.subarray(0, bytes)
    },
    newest: async key => {
      await request('s3Reads')
      const etag = stored.get(key)?.etag
      return etag === undefined ? undefined : { etag }
    },
    write: async (key, body) => {
      await request('s3Writes')
      put(key, await wholeBody(body))
    },
    writeOnce: async (key, body) => {
      await request('s3Writes')
      if (stored.has(key)) return false
      put(key, await wholeBody(body))
      return true
    },
    entries,
    list: async function* (prefix) {
      for await (const { key } of entries(prefix)) yield key
    },
    readJson: async <T>(key: string) => {
      await request('s3Reads')
      const bytes = bytesOf(key)
      return bytes && (JSON.parse(Buffer.from(bytes).toString()) as T)
    },
    unpack: async bytes => JSON.parse(Buffer.from(bytes).toString()),
    writeJson: async (key, value) => {
      await request('s3Writes')
      put(key, JSON.stringify(value))
    },
  }
}

const wholeBody = async (body: Body): Promise<string | Uint8Array> => {
  if (typeof body === 'string' || body instanceof Uint8Array) return body
  const pieces: Buffer[] = []
  for await (const piece of body) pieces.push(Buffer.from(piece))
  return Buffer.concat(pieces)
}

type Table = Pick<Dependencies, 'records' | 'locks'> & { readonly budget: BudgetStore }

const createTable = (request: Request, counts: StoreCounts, now: () => number): Table => {
  const records = new Map<string, ImportRecord>()
  const locks = new Map<string, { readonly owner: string; readonly until: number }>()
  let budget: { readonly value?: Budget; readonly revision: number } = { revision: 0 }
  const save = (importId: string, fields: object): ImportRecord => {
    const record = { importId, done: 0, total: 0, ...records.get(importId), ...fields } as ImportRecord
    records.set(importId, record)
    return record
  }
  const take = async (target: object, owner: string, seconds: number, isFree: (until: number) => boolean) => {
    await request('dynamoWrites')
    const key = JSON.stringify(target)
    const held = locks.get(key)
    if (held !== undefined && held.owner !== owner && !isFree(held.until)) {
      await request('dynamoReads')
      return { held: false as const, ...held }
    }
    locks.set(key, { owner, until: now() + seconds * 1000 })
    return { held: true as const }
  }
  return {
    records: {
      save: async (importId, fields) => {
        await request('dynamoWrites')
        return save(importId, fields).cancelRequestedAt !== undefined
      },
      finish: async (importId, fields, listed) => {
        if (listed) await request('dynamoWrites')
        await request('dynamoWrites')
        const isNew = records.get(importId)?.finishedAt === undefined
        if (isNew) save(importId, fields)
        return isNew
      },
      open: async (importId, fields) => {
        await request('dynamoWrites')
        return records.get(importId) ?? save(importId, { ...fields, status: 'queued' })
      },
      find: async importId => {
        await request('dynamoReads')
        return records.get(importId)
      },
      requestCancel: async () => undefined,
    },
    locks: {
      acquire: (target, owner, seconds) => take(target, owner, seconds, until => until < now()),
      renew: (target, owner, seconds) => take(target, owner, seconds, () => false),
      release: async (target, owner) => {
        await request('dynamoWrites')
        if (locks.get(JSON.stringify(target))?.owner === owner) locks.delete(JSON.stringify(target))
      },
    },
    budget: {
      read: async () => {
        await request('dynamoReads')
        return budget
      },
      write: async (value, revision) => {
        await request('dynamoWrites')
        if (revision !== budget.revision) counts.paceConflicts += 1
        if (revision !== budget.revision) return false
        budget = { value, revision: revision + 1 }
        return true
      },
    },
  }
}
