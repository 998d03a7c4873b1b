import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { ImportRequest } from '../request/import-request.ts'
import type { Target } from '../request/target.ts'
import type { History } from '../store/history.ts'
import type { LastImports } from '../store/last-imports.ts'
import type { ObjectStore } from '../store/objects.ts'
import type { Presigner } from '../store/presigner.ts'
import type { RecordStore } from '../store/records.ts'
import type { Caller } from './caller.ts'
import type { ApiResponse } from './response.ts'

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export type ApiEvent = APIGatewayProxyEventV2

/** Services and limits that the routes use. */
export type Api = {
  readonly bucket: string
  readonly objects: Pick<ObjectStore, 'newest'>
  readonly records: Pick<RecordStore, 'find' | 'open' | 'save' | 'requestCancel'>
  readonly history: History
  readonly lastImports: LastImports
  readonly presigner: Presigner
  /** Writes the page with the last imports of an organisation to the bucket. @returns its key */
  readonly writeOverview: (organisationId: string) => Promise<string>
  readonly start: (request: ImportRequest) => Promise<void>
  /** Stops an execution, by its ARN. */
  readonly stop: (executionArn: string) => Promise<void>
  /** Examines a target. Resolves to a JSON object with the findings. */
  readonly check: (target: Target) => Promise<unknown>
  /** Current time, in epoch milliseconds. */
  readonly now: () => number
  /** Size limit of an uploaded file, in bytes. */
  readonly maxBytes: number
}

/** Request of an authenticated caller to one route. */
export type RouteRequest = {
  readonly api: Api
  readonly caller: Caller
  readonly path: Readonly<Record<string, string | undefined>>
  readonly query: Readonly<Record<string, string | undefined>>
  /** Keyed by lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Parsed JSON; undefined for routes without a body. */
  readonly body: unknown
}

export type Route = {
  readonly method: 'GET' | 'POST'
  /** Path of the OpenAPI description, such as `/imports/{id}`. */
  readonly path: string
  /** The request has a JSON body. */
  readonly hasBody?: true
  readonly respond: (request: RouteRequest) => Promise<ApiResponse>
}
