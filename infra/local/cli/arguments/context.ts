import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { JSON_SCHEMA, load } from 'js-yaml'
import * as v from 'valibot'
import { API_PATH, isBaseUrl, PLATFORM_ORIGIN } from '../../../../lib/connect/urls.ts'
import { describeIssue } from '../../../../lib/util/describe-issue.ts'
import { UsageError } from './command-line.ts'

const Text = v.pipe(v.string(), v.nonEmpty())
const Context = v.object({ organisation_id: Text, jwt: Text, url_overwrite: v.nullish(v.string(), '') })
// v.record accepts arrays.
const Contexts = v.pipe(
  v.unknown(),
  v.check(value => !Array.isArray(value)),
  v.record(v.string(), v.unknown()),
)
const Config = v.object({ contexts: Contexts })

/** Organisation of a context, and the environment with its platform. */
export type PlatformContext = { readonly organisationId: string; readonly environment: NodeJS.ProcessEnv }

/**
 * Returns the environment with the platform's URL and token of a context of the platform's own command line, whose file is
 * only read.
 * @throws UsageError
 */
export async function readContext(name: string, environment: NodeJS.ProcessEnv): Promise<PlatformContext> {
  if (environment.CONNECT_API_URL || environment.CONNECT_API_TOKEN)
    throw new UsageError(
      '--context names a platform, but CONNECT_API_URL or CONNECT_API_TOKEN is set; remove one of them.',
    )
  const path = environment.VERSORI_CONFIG || join(homedir(), '.versori', 'config.yaml')
  const context = pick(await readConfig(path), name, path)
  const url = context.url_overwrite || PLATFORM_ORIGIN
  const base = URL.parse(url)?.pathname === '/' ? `${url.replace(/\/+$/, '')}${API_PATH}` : url
  if (!isBaseUrl(base)) throw new UsageError(`The url_overwrite of context ${name} in ${path} must be an http(s) URL.`)
  return {
    organisationId: context.organisation_id,
    environment: { ...environment, CONNECT_API_URL: base, CONNECT_API_TOKEN: context.jwt },
  }
}

/** Reads the file. Its errors are not quoted, because they can contain a token. */
const readConfig = async (path: string): Promise<v.InferOutput<typeof Config>> => {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? cause.code : cause
    throw new UsageError(`Can't read ${path} (${why}), which has the contexts of the platform's command line.`, {
      cause,
    })
  }
  try {
    return v.parse(Config, load(text, { schema: JSON_SCHEMA }))
  } catch {
    throw new UsageError(`${path} is not YAML with an object "contexts".`)
  }
}

const pick = (
  { contexts }: v.InferOutput<typeof Config>,
  name: string,
  path: string,
): v.InferOutput<typeof Context> => {
  const names = Object.keys(contexts)
  if (!names.includes(name)) {
    const known = names.length === 0 ? 'it has none' : `expected ${names.join(', ')}`
    throw new UsageError(`Context ${JSON.stringify(name)} not found in ${path}; ${known}.`)
  }
  const found = v.safeParse(Context, contexts[name])
  if (found.success) return found.output
  const [issue] = found.issues
  throw new UsageError(`Context ${name} in ${path}: ${v.getDotPath(issue) ?? 'the context'} ${describeIssue(issue)}.`)
}
