import { DocumentSettings, limitsOf, parseSettings } from '../../../lib/config/settings.ts'
import { isBaseUrl } from '../../../lib/connect/urls.ts'
import type { Limits } from '../../../lib/openapi/parse/limits.ts'
import type { Stack } from '../aws/stack.ts'
import { UsageError } from './arguments.ts'

const LOCAL_TOKEN = 'local-token'
/** The embedded platform need not be spared. */
const EMBEDDED = { MAX_REQUESTS_PER_SECOND: '2000' }

/** Starts the stack over a state directory, with the platform that the environment names. @throws UsageError */
export async function openStack(stateDirectory: string, environment: NodeJS.ProcessEnv): Promise<Stack> {
  const platformUrl = environment.CONNECT_API_URL || undefined
  const token = tokenOf(environment, platformUrl)
  // Loaded only now: help and mistakes need no stack.
  const { startStack } = await import('../aws/stack.ts')
  return startStack({
    stateDirectory,
    token,
    ...(platformUrl !== undefined && { platformUrl }),
  })
}

/** The settings of the functions on a stack. */
export function settingsFor(stack: Stack, environment: NodeJS.ProcessEnv): Record<string, string> {
  return {
    ...(stack.platform && EMBEDDED),
    ...tuning(environment),
  }
}

/** What a document may be, as the environment has it. @throws UsageError */
export function documentLimits(environment: NodeJS.ProcessEnv): Limits {
  try {
    return limitsOf(parseSettings(DocumentSettings, environment))
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

const tokenOf = (environment: NodeJS.ProcessEnv, platformUrl: string | undefined): string => {
  if (platformUrl !== undefined && !isBaseUrl(platformUrl))
    throw new UsageError('CONNECT_API_URL has to be an http(s) URL without credentials, query or fragment.')
  const token = environment.CONNECT_API_TOKEN
  if (token) return token
  if (platformUrl === undefined) return LOCAL_TOKEN
  throw new UsageError('CONNECT_API_URL names a platform; put its token into CONNECT_API_TOKEN.')
}

/** Settings of the function that a person may set here as well. */
const tuning = (environment: NodeJS.ProcessEnv): Record<string, string> => {
  const names = [
    ...Object.keys(DocumentSettings.entries),
    'BATCH_SIZE',
    'CONCURRENCY',
    'MAX_REQUESTS_PER_SECOND',
    'OUTAGE_AFTER',
    'OUTAGE_WAITS',
    'LOG_LEVEL',
  ]
  return Object.fromEntries(names.flatMap(name => (environment[name] === undefined ? [] : [[name, environment[name]]])))
}
