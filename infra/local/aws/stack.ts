import { join } from 'node:path'
import { type Platform, startPlatform } from '../connect-emulator/platform.ts'
import { type Lambda, startLambda } from './lambda.ts'
import { lockDirectory } from './lock.ts'
import { type Secrets, startSecrets } from './secrets.ts'
import { startStorage } from './storage.ts'
import { startTable } from './table.ts'

export type StackOptions = {
  /** Where the data is kept: the same directory is the same platform, bucket and table, next time too. */
  readonly stateDirectory: string
  /** The platform's token; it goes into the secret. */
  readonly token: string
  /** The base URL of another platform; without it the emulator is started. */
  readonly platformUrl?: string
}

export type Stack = {
  /** The environment variables of the Lambda functions, to be set before their code is loaded. */
  readonly environment: Readonly<Record<string, string>>
  /** For the durable engine's journals. */
  readonly executionsDirectory: string
  readonly secrets: Secrets
  /** Where the durable function is registered, under `environment.IMPORT_FUNCTION`. */
  readonly lambda: Lambda
  /** The emulator; absent where another platform is used. */
  readonly platform?: Platform
  /** Stops everything and gives the state directory back. */
  readonly close: () => Promise<void>
}

const REGION = 'us-east-1'
const BUCKET = 'imports'
const TABLE = 'imports'
const TOKEN_SECRET_ID = 'connect-api/token'
const IMPORT_FUNCTION = 'run-import:durable'

type Closable = { readonly close: () => Promise<void> }

/**
 * Starts everything that the functions need, on free ports of the loopback interface.
 * @throws Error where the state directory is in use by another process; nothing is left running then
 */
export async function startStack({ stateDirectory, token, platformUrl }: StackOptions): Promise<Stack> {
  const within = (name: string): string => join(stateDirectory, name)
  const unlock = await lockDirectory(stateDirectory)
  const parts = [
    startSecrets({ [TOKEN_SECRET_ID]: token }),
    startLambda(),
    startStorage(within('storage'), BUCKET),
    startTable(within('table'), TABLE, REGION),
    platformUrl === undefined ? startPlatform({ stateFile: within('platform.json'), token }) : undefined,
  ] as const
  const close = async (): Promise<void> => {
    const started = (await Promise.allSettled(parts)).flatMap(part => (part.status === 'fulfilled' ? [part.value] : []))
    await closeAll(started.filter(part => part !== undefined)).finally(unlock)
  }
  try {
    const [secrets, lambda, storage, table, platform] = await Promise.all(parts)
    const environment = {
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_S3: storage.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
      AWS_ENDPOINT_URL_LAMBDA: lambda.url,
      AWS_ENDPOINT_URL_DYNAMODB: table.url,
      S3_FORCE_PATH_STYLE: 'true',
      BUCKET,
      TABLE,
      TOKEN_SECRET_ID,
      IMPORT_FUNCTION,
      CONNECT_API_URL: platform?.url ?? platformUrl ?? '',
    }
    const executionsDirectory = within('executions')
    return { environment, executionsDirectory, secrets, lambda, ...(platform && { platform }), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function closeAll(parts: readonly Closable[]): Promise<void> {
  const closed = await Promise.allSettled(parts.map(part => part.close()))
  const failures = closed.flatMap(part => (part.status === 'rejected' ? [part.reason] : []))
  if (failures.length > 0) throw new AggregateError(failures, 'Parts of the local stack did not stop.')
}
