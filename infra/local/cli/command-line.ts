import { type ParseArgsConfig, parseArgs } from 'node:util'
import * as v from 'valibot'
import type { ConnectorName } from '../../../lib/request/import-options.ts'
import type { Id, VersionName } from '../../../lib/request/target.ts'

/** An error in the command line or in its file. Exit status 2. */
export class UsageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'UsageError'
  }
}

/** Parses a command line, and lists the options that were given, without defaults. @throws UsageError */
export function parseOptions<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, tokens: true })
    const given = parsed.tokens.flatMap(token => (token.kind === 'option' ? [token.name] : []))
    return { ...parsed, given: [...new Set(given)] }
  } catch (error) {
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('. ')
    throw new UsageError(`${first}.`, { cause: error })
  }
}

/** Checks an id of the target. @throws UsageError */
export function parseId(
  option: string,
  schema: typeof Id | typeof VersionName | typeof ConnectorName,
  value: string,
): string {
  const result = v.safeParse(schema, value)
  if (result.success) return result.output
  throw new UsageError(`--${option} ${result.issues[0].message}, got ${JSON.stringify(value)}.`)
}
