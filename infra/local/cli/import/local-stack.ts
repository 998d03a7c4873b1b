import { DocumentSettings, limitsOf, parseSettings } from '../../../../lib/config/settings.ts'
import { isBaseUrl } from '../../../../lib/connect/urls.ts'
import type { Limits } from '../../../../lib/openapi/parse/limits.ts'
import type { Stack } from '../../aws/stack.ts'
import { UsageError } from '../arguments/command-line.ts'

/** Environment variable with the token of the platform. */
export const TOKEN_VARIABLE = 'CONNECT_API_TOKEN'
const LOCAL_TOKEN = 'local-token'
/** The emulator needs no rate limit. */
export const EMULATOR_SETTINGS = { MAX_REQUESTS_PER_SECOND: '2000' }

/** Starts the local stack on the platform's folder of a state directory, with the platform of CONNECT_API_URL if set. @throws UsageError */
export async function openStack(stateDirectory: string, environment: NodeJS.ProcessEnv): Promise<Stack> {
  const { platformUrl, token } = platformOf(environment)
  // Loaded only now: help and mistakes need no stack.
  const { startStack } = await import('../../aws/stack.ts')
  const { openFolder } = await import('../../state/open-folder.ts')
  const { folder, notice } = await openFolder(stateDirectory, platformUrl)
  if (notice !== undefined) console.error(notice)
  return startStack({
    stateDirectory: folder,
    token,
    ...(platformUrl !== undefined && { platformUrl }),
  })
}

/** Does work on a stack, then closes it. @throws the error of the work, or that of the close if the work has none */
export async function withStack<T>(stack: Pick<Stack, 'close'>, work: () => Promise<T>): Promise<T> {
  let result: T
  try {
    result = await work()
  } catch (error) {
    await stack.close().catch(() => undefined)
    throw error
  }
  await stack.close()
  return result
}

/** Returns the settings of the functions on a stack. */
export function settingsFor(stack: Stack, environment: NodeJS.ProcessEnv): Record<string, string> {
  return {
    ...(stack.platform && EMULATOR_SETTINGS),
    ...tuning(environment),
  }
}

/** Reads the limits of a document from the environment. @throws UsageError */
export function documentLimits(environment: NodeJS.ProcessEnv): Limits {
  try {
    return limitsOf(parseSettings(DocumentSettings, environment))
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

/** Returns the platform of CONNECT_API_URL and its token, or the token of the emulator. @throws UsageError */
export function platformOf(environment: NodeJS.ProcessEnv): { readonly platformUrl?: string; readonly token: string } {
  const platformUrl = environment.CONNECT_API_URL
  if (!platformUrl) return { token: environment.CONNECT_API_TOKEN || LOCAL_TOKEN }
  if (!isBaseUrl(platformUrl))
    throw new UsageError('CONNECT_API_URL must be an http(s) URL without credentials, query or fragment.')
  const token = environment.CONNECT_API_TOKEN
  if (token) return { platformUrl, token }
  throw new UsageError('CONNECT_API_URL is set; set CONNECT_API_TOKEN to the token of this platform.')
}

/** Settings of the functions that the environment of the command line may override. */
export const OWN_SETTINGS: readonly string[] = [
  ...Object.keys(DocumentSettings.entries),
  'BATCH_SIZE',
  'CONCURRENCY',
  'MAX_REQUESTS_PER_SECOND',
  'OUTAGE_AFTER',
  'OUTAGE_WAITS',
  'QUIET_SECONDS',
  'LOG_LEVEL',
]

const tuning = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(OWN_SETTINGS.flatMap(name => (environment[name] === undefined ? [] : [[name, environment[name]]])))
