import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import type { ImportOptions } from '../../../lib/request/import-options.ts'
import type { Target } from '../../../lib/request/target.ts'

export const USAGE = `Usage: npm run import -- FILE [options]

  --organisation ID  --connector ID  --version NAME   the target (by default demo / the file's name / v1)
  --base-url URL        the base URL of the connector on the embedded platform (by default the document's server)
  --dry-run             plan and compare, write nothing to the platform
  --include-tag T  --exclude-tag T  --include-path GLOB  --exclude-path GLOB
  --include-method M  --exclude-method M  --include-operation ID  --exclude-operation ID
                        which operations are wanted; each may be given several times
  --skip-deprecated     leave deprecated operations out
  --removed keep|delete what becomes of actions that the document no longer has (default keep)
  --force               overwrite what was edited on the platform since the last import
  --publish             publish the version when everything succeeded
  --from-version NAME   a version that a new target version is made from
  --on-published refuse|draft
                        into a published version: refuse, or go into a new draft made from it (default refuse)
  --report FILE.json    write the report there, and its page FILE.html beside it
  --json                the report on stdout, nothing else; progress goes to stderr
  --state DIR           where the embedded stack keeps its data (default .local)
  --resume IMPORT_ID    go on with an import that was interrupted, instead of FILE
  --help

CONNECT_API_URL names another platform than the embedded one, CONNECT_API_TOKEN its token.
Exit status: 0 succeeded, unchanged or planned; 1 failed; 2 bad usage or unreadable document; 3 partial.`

export type Arguments = {
  readonly target: Target
  readonly options: Partial<ImportOptions>
  readonly report?: string
  readonly json: boolean
  readonly state: string
  readonly baseUrl?: string
} & ({ readonly file: string } | { readonly resume: string })

/** What a person did wrong at the command line, or with the file that it names. Exit status 2. */
export class UsageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'UsageError'
  }
}

const many = { type: 'string', multiple: true } as const
const FILTERS = {
  'include-tag': many,
  'exclude-tag': many,
  'include-path': many,
  'exclude-path': many,
  'include-method': many,
  'exclude-method': many,
  'include-operation': many,
  'exclude-operation': many,
} as const

const OPTIONS = {
  organisation: { type: 'string', default: 'demo' },
  connector: { type: 'string' },
  version: { type: 'string', default: 'v1' },
  'base-url': { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  ...FILTERS,
  'skip-deprecated': { type: 'boolean', default: false },
  removed: { type: 'string' },
  force: { type: 'boolean', default: false },
  publish: { type: 'boolean', default: false },
  'from-version': { type: 'string' },
  'on-published': { type: 'string' },
  report: { type: 'string' },
  json: { type: 'boolean', default: false },
  state: { type: 'string', default: '.local' },
  resume: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const

/** Reads the command line. @returns undefined where help was asked for @throws UsageError */
export function parseArguments(args: readonly string[]): Arguments | undefined {
  const { values, positionals, given } = parse(args)
  if (values.help) return undefined
  const [file, ...more] = positionals
  if (more.length > 0) throw new UsageError(`One file at a time: ${more.join(' ')} is too much.`)
  if (file === undefined && values.resume === undefined) throw new UsageError('Name the FILE to import.')
  if (file !== undefined && values.resume !== undefined)
    throw new UsageError('--resume goes on with the document of its import: leave FILE out.')
  const late = given.filter(name => !WITH_RESUME.has(name)).map(name => `--${name}`)
  if (values.resume !== undefined && late.length > 0)
    throw new UsageError(`--resume goes on as its import was started: leave ${late.join(', ')} out.`)
  const target = {
    organisationId: segment('organisation', values.organisation),
    connectorId: segment('connector', values.connector ?? nameFromFile(file ?? 'resumed')),
    version: segment('version', values.version),
  }
  const baseUrl = values['base-url']
  if (baseUrl !== undefined && !URL.canParse(baseUrl)) throw new UsageError(`--base-url ${baseUrl} is not a URL.`)
  return {
    target,
    options: optionsOf(values),
    json: values.json,
    state: values.state,
    ...(values.report !== undefined && { report: values.report }),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(values.resume === undefined ? { file: file ?? '' } : { resume: values.resume }),
  }
}

/** What may be said of an import that was started earlier: where it lies, and where its report goes. */
const WITH_RESUME = new Set(['resume', 'state', 'report', 'json'])

/** The values and the file, and which options were given at all: the others have their defaults. */
const parse = (args: readonly string[]) => {
  try {
    const parsed = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, tokens: true })
    const given = parsed.tokens.flatMap(token => (token.kind === 'option' ? [token.name] : []))
    return { ...parsed, given: [...new Set(given)] }
  } catch (error) {
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('. ')
    throw new UsageError(`${first}.`, { cause: error })
  }
}

type Values = ReturnType<typeof parse>['values']

/** The options as `import.json` has them; what was not given is left to its default. */
const optionsOf = (values: Values): Partial<ImportOptions> => {
  const filters = Object.keys(FILTERS) as (keyof typeof FILTERS)[]
  return {
    ...(values['dry-run'] && { dryRun: true }),
    ...(values['skip-deprecated'] && { skipDeprecated: true }),
    ...(values.force && { force: true }),
    ...(values.publish && { publish: true }),
    ...(values['from-version'] !== undefined && { fromVersion: values['from-version'] }),
    ...oneOf('removed', values.removed, ['keep', 'delete']),
    ...oneOf('on-published', values['on-published'], ['refuse', 'draft']),
    ...Object.fromEntries(
      filters.flatMap(name => (values[name] === undefined ? [] : [[camelCase(name), values[name]]])),
    ),
  }
}

/** An option that takes one of a few words. */
const oneOf = (name: string, value: string | undefined, words: readonly string[]): Record<string, string> => {
  if (value === undefined) return {}
  if (words.includes(value)) return { [camelCase(name)]: value }
  throw new UsageError(`--${name} takes ${words.join(' or ')}, not ${JSON.stringify(value)}.`)
}

const camelCase = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

/** The target is part of the document's key in S3. */
const segment = (option: string, value: string): string => {
  if (/^[^/\s]+$/.test(value) && value !== '.' && value !== '..') return value
  throw new UsageError(`--${option} ${JSON.stringify(value)} has to be a name without slashes and spaces.`)
}

const nameFromFile = (file: string): string => {
  const stem = basename(file).replace(/(\.(json|ya?ml|gz|txt))+$/i, '')
  return stem.replaceAll(/[^a-zA-Z0-9._-]+/g, '-').replaceAll(/^[-.]+|[-.]+$/g, '') || 'document'
}
