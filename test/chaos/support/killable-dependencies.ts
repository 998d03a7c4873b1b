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
import type { SimulatedProcess } from './simulated-process.ts'

export type Tuning = Pick<Dependencies, 'batchSize' | 'outageWaits' | 'leaseSeconds' | 'now'> &
  Pick<ConnectClientOptions, 'outage' | 'concurrency' | 'clock'>

type Process = {
  readonly platformUrl: string
  readonly token: string
  readonly tuning: Tuning
}

/** Dependencies of an import on the local stack that stop working when their simulated process is killed. */
export function createKillableDependencies(environment: Readonly<Record<string, string>>) {
  const s3 = new S3Client({ forcePathStyle: true })
  const table = new DynamoDBClient({})
  const http = createHttp({ connections: 16 })
  const { BUCKET = '', TABLE = '' } = environment
  const objects = createObjectStore(s3, BUCKET)
  const reads = new Map<string, number>()

  /** The dependencies of an import that runs in one process. */
  const overridesFor = ({ perform }: SimulatedProcess, { platformUrl, token, tuning }: Process): Overrides => {
    const { outage, concurrency, clock, ...rest } = tuning
    const records = createRecordStore(table, TABLE, tuning.now)
    const locks = createLockStore(table, TABLE, tuning.now)
    const killable: ObjectStore = {
      ...objects,
      read: (key, options) => perform('read', () => objects.read(key, options)),
      newest: key => perform('read', () => objects.newest(key)),
      readJson: <T>(key: string) => {
        reads.set(key, (reads.get(key) ?? 0) + 1)
        return perform('read', () => objects.readJson<T>(key))
      },
      write: (...object) => perform('write', () => objects.write(...object)),
      writeOnce: (...object) => perform('write', () => objects.writeOnce(...object)),
      writeJson: (key, value) => perform('write', () => objects.writeJson(key, value)),
    }
    const bearer = async () => ({ scheme: 'Bearer', value: token })
    const web = { get: async () => ({ kind: 'failed' as const, reason: 'No web access in this test.' }) }
    return {
      ...rest,
      objects: killable,
      ledgers: createLedgerStore(killable),
      records: {
        find: id => perform('read', () => records.find(id)),
        open: (...record) => perform('write', () => records.open(...record)),
        finish: (...record) => perform('write', () => records.finish(...record)),
        requestCancel: id => perform('write', () => records.requestCancel(id)),
        save: (...record) => perform('write', () => records.save(...record)),
      },
      locks: {
        acquire: (...lock) => perform('write', () => locks.acquire(...lock)),
        renew: (...lock) => perform('write', () => locks.renew(...lock)),
        release: (...lock) => perform('write', () => locks.release(...lock)),
      },
      web,
      sources: web,
      connect: target =>
        createConnectClient({
          baseUrl: platformUrl,
          target,
          token: { current: bearer, refused: bearer },
          http: { send: request => perform('request', () => http.send(request)), close: http.close },
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
  /** How often all processes together have read a JSON object. */
  const readCount = (key: string): number => reads.get(key) ?? 0
  return { objects, overridesFor, readCount, close }
}
