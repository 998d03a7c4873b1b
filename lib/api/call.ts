import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { ImportRequest } from '../request/import-request.ts'
import type { History } from '../store/history.ts'
import type { ObjectStore } from '../store/objects.ts'
import type { Presigner } from '../store/presigner.ts'
import type { RecordStore } from '../store/records.ts'
import type { Caller } from './caller.ts'

export type ApiEvent = APIGatewayProxyEventV2

/** The edges that the API works through. */
export type Api = {
  readonly bucket: string
  readonly objects: Pick<ObjectStore, 'newest'>
  readonly records: Pick<RecordStore, 'find' | 'open'>
  readonly history: History
  readonly presigner: Presigner
  readonly start: (request: ImportRequest) => Promise<void>
  /** The largest document that is taken, in bytes. */
  readonly maxBytes: number
}

/** One request to a route. */
export type Call = {
  readonly api: Api
  readonly caller: Caller
  readonly path: Readonly<Record<string, string | undefined>>
  readonly query: Readonly<Record<string, string | undefined>>
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The parsed body; undefined where the route takes none. */
  readonly body: unknown
}
