import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Platform, startPlatform } from '../connect-emulator/platform.ts'
import { describeFault } from '../state/fault.ts'
import { createGuard, type StateGuard } from '../state/guard.ts'
import { lockDirectory } from '../state/lock.ts'
import { emulatorFile } from '../state/platform-folder.ts'
import { type Lambda, startLambda } from './lambda.ts'
import { type Secrets, startSecrets } from './secrets.ts'
import { startStorage } from './storage.ts'
import { startTable } from './table.ts'

export type StackOptions = {
  /** The folder of all data of one platform, its ledgers too. The same folder has the same bucket and table. */
  readonly stateDirectory: string
  /** The token of the platform, stored as a secret. */
  readonly token: string
  /** The base URL of a platform, instead of the emulator. */
  readonly platformUrl?: string
}

export type Stack = {
  /** The environment variables of the Lambda functions, which must be set before their code is loaded. */
  readonly environment: Readonly<Record<string, string>>
  /** The folder of all data. */
  readonly directory: string
  /** Watches the folder: its fault ends the imports. */
  readonly guard: StateGuard
  /** The folder of the journals of the durable engine. */
  readonly executionsDirectory: string
  readonly secrets: Secrets
  /** The durable function is registered here as `environment.IMPORT_FUNCTION`, the one that checks targets as `CHECK_FUNCTION`. */
  readonly lambda: Lambda
  /** The emulator of the platform; absent when another platform is used. */
  readonly platform?: Platform
  /** Stops all servers and releases the state directory. */
  readonly close: () => Promise<void>
}

const REGION = 'us-east-1'
const BUCKET = 'imports'
const TABLE = 'imports'
const TOKEN_SECRET_ID = 'connect-api/token'
const IMPORT_FUNCTION = 'run-import:durable'
const CHECK_FUNCTION = 'check-target'

/** Longest wait for the servers after a fault, in milliseconds. */
const CLOSE_MS = 1_000

type Closable = { readonly close: () => Promise<void> }

/**
 * Starts local emulators of the services that the functions use, on free ports of the loopback interface.
 * @throws Error when another process uses the state directory, or its data is damaged; all servers are stopped then
 */
export async function startStack({ stateDirectory, token, platformUrl }: StackOptions): Promise<Stack> {
  const within = (name: string): string => join(stateDirectory, name)
  const guard = createGuard(stateDirectory)
  const unlock = await lockDirectory(stateDirectory, { onFault: guard.report })
  const parts = [
    startSecrets({ [TOKEN_SECRET_ID]: token }),
    startLambda(),
    startStorage(within('storage'), BUCKET, guard.report),
    startTable(within('table'), TABLE, REGION, guard.report),
    platformUrl === undefined
      ? startPlatform({ stateFile: emulatorFile(stateDirectory), token, onError: guard.report })
      : undefined,
  ] as const
  const close = async (): Promise<void> => {
    const started = (await Promise.allSettled(parts)).flatMap(part => (part.status === 'fulfilled' ? [part.value] : []))
    const closed = closeAll(
      started.filter(part => part !== undefined),
      stateDirectory,
    )
    // After a fault of the directory, some servers can't write their last data and never close.
    await (guard.fault.aborted ? Promise.race([closed.catch(() => undefined), delay(CLOSE_MS)]) : closed).finally(
      unlock,
    )
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
      CHECK_FUNCTION,
      CONNECT_API_URL: platform?.url ?? platformUrl ?? '',
    }
    const executionsDirectory = within('executions')
    const directory = stateDirectory
    return { environment, directory, guard, executionsDirectory, secrets, lambda, ...(platform && { platform }), close }
  } catch (error) {
    // The first error has the reason.
    await close().catch(() => undefined)
    throw describeFault(stateDirectory, error)
  }
}

/** Closes all parts. @throws the first error */
async function closeAll(parts: readonly Closable[], directory: string): Promise<void> {
  const closed = await Promise.allSettled(parts.map(part => part.close()))
  const failed = closed.find(part => part.status === 'rejected')
  if (failed !== undefined) throw describeFault(directory, failed.reason)
}
