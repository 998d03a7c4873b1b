import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import type { Overrides } from '../../../functions/run-import.ts'
import { type ConnectClientOptions, createConnectClient } from '../../../lib/connect/client.ts'
import { createHttp } from '../../../lib/connect/send/http.ts'
import type { Dependencies } from '../../../lib/import/dependencies.ts'
import { DEFAULT_LIMITS } from '../../../lib/openapi/parse/limits.ts'
import { createLedgerStore } from '../../../lib/store/ledgers.ts'
import { createLockStore } from '../../../lib/store/locks.ts'
import { createObjectStore, type ObjectStore } from '../../../lib/store/objects.ts'
import { createRecordStore } from '../../../lib/store/records.ts'
import type { Life } from './life.ts'

export type Tuning = Pick<Dependencies, 'batchSize' | 'outageWaits' | 'leaseSeconds' | 'now'> &
  Pick<ConnectClientOptions, 'outage' | 'concurrency' | 'clock'>

/** What all lives work on: the stack's storage and table, and a platform. */
export const createGround = (environment: Readonly<Record<string, string>>) => {
  const s3 = new S3Client({ forcePathStyle: true })
  const table = new DynamoDBClient({})
  const http = createHttp({ connections: 16 })
  const { BUCKET = '', TABLE = '' } = environment
  const objects = createObjectStore(s3, BUCKET)
  const reads = new Map<string, number>()

  /** The edges of an import as one life has them. */
  const edgesOf = (life: Life, platformUrl: string, token: string, tuning: Tuning): Overrides => {
    const { pass } = life
    const { outage, concurrency, clock, ...rest } = tuning
    const records = createRecordStore(table, TABLE, tuning.now)
    const locks = createLockStore(table, TABLE, tuning.now)
    const mortal: ObjectStore = {
      ...objects,
      read: (key, options) => pass('read', () => objects.read(key, options)),
      newest: key => pass('read', () => objects.newest(key)),
      readJson: <T>(key: string) => {
        reads.set(key, (reads.get(key) ?? 0) + 1)
        return pass('read', () => objects.readJson<T>(key))
      },
      write: (...object) => pass('write', () => objects.write(...object)),
      writeJson: (key, value) => pass('write', () => objects.writeJson(key, value)),
    }
    const bearer = async () => ({ scheme: 'Bearer', value: token })
    const web = { get: async () => ({ kind: 'failed' as const, reason: 'There is no web here' }) }
    return {
      ...rest,
      objects: mortal,
      ledgers: createLedgerStore(mortal),
      records: {
        find: id => pass('read', () => records.find(id)),
        open: (...record) => pass('write', () => records.open(...record)),
        save: (...record) => pass('write', () => records.save(...record)),
      },
      locks: {
        acquire: (...lock) => pass('write', () => locks.acquire(...lock)),
        renew: (...lock) => pass('write', () => locks.renew(...lock)),
        release: (...lock) => pass('write', () => locks.release(...lock)),
      },
      web,
      sources: web,
      connect: target =>
        createConnectClient({
          baseUrl: platformUrl,
          target,
          token: { current: bearer, refused: bearer },
          http: { send: request => pass('request', () => http.send(request)), close: http.close },
          concurrency,
          maxRequestsPerSecond: 5_000,
          ...(outage && { outage }),
          ...(clock && { clock }),
        }),
      meter: { finished: async () => {}, age: async () => {} },
      announce: async () => {},
      limits: DEFAULT_LIMITS,
    }
  }
  const close = async (): Promise<void> => {
    await http.close()
    s3.destroy()
    table.destroy()
  }
  /** How often a JSON object was fetched, by all lives. */
  const readsOf = (key: string): number => reads.get(key) ?? 0
  return { objects, edgesOf, readsOf, close }
}
