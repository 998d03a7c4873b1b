import { basename } from 'node:path'
import { ConnectorName, type ImportOptions, isConnectorUrl, PLACEHOLDERS } from '../../../lib/request/import-options.ts'
import { Id, type Target, VersionName } from '../../../lib/request/target.ts'
import { DEMO_ORGANISATION } from './choose-platform.ts'
import { parseId, parseOptions, UsageError } from './command-line.ts'

export const USAGE = `Usage: npm run import -- FILE [options]

  --organisation ID  --connector ID  --version NAME   the target (default: demo, the name of FILE, v1)
  --create-connector    create the connector if it does not exist, with the authentication of the document
  --connector-name NAME the name of a new connector (default: the title of the document)
  --base-url URL        the base URL of a new connector (default: the server of the document)
  --placeholder SPELLING
                        connection variables in the base URL of a new connector: {{name}} (default),
                        {{ conn.name }}, {{ .conn.name }} or {name}
  --auth-schemes add|none
                        add missing security schemes to the connector (default: only to a new one)
  --dry-run             show the changes without writing to the platform
  --include-tag T  --exclude-tag T  --include-path GLOB  --exclude-path GLOB
  --include-method M  --exclude-method M  --include-operation ID  --exclude-operation ID
                        select operations; each option may be repeated
  --skip-deprecated     skip deprecated operations
  --triggers none|webhooks|all
                        make triggers of nothing, of webhooks, or of webhooks and callbacks (default: all)
  --removed keep|delete|delete-filtered
                        keep or delete actions and triggers that the document no longer has (default: keep);
                        delete-filtered also deletes those that the filters exclude
  --force               overwrite changes that were made on the platform since the last import
  --publish             publish the version when everything has succeeded
  --from-version NAME   create the target version as a copy of this version
  --on-published refuse|draft
                        when the version is published: refuse, or import into a new draft of it (default: refuse)
  --report FILE.json    write the report to FILE.json and FILE.html
  --strict              exit with status 3 if a diagnostic is an error, although every item arrived
  --json                print only the report to stdout, and progress to stderr
  --state DIR           the folder for the data of the local emulators (default: .local)
  --context NAME        take URL, organisation and token from a context of the platform's command line
  --resume IMPORT_ID    continue an interrupted import, instead of FILE
  --help                show this help

Set CONNECT_API_URL and CONNECT_API_TOKEN to import into a platform instead of the emulator.
Exit status: 0 succeeded, unchanged or planned; 1 failed; 2 wrong usage or unreadable document;
3 partial, or with --strict: something of the document is lost; 130 cancelled with Ctrl-C.`

export type Arguments = {
  /** Without the organisation: that of the context. */
  readonly target: Omit<Target, 'organisationId'> & Partial<Target>
  readonly options: Partial<ImportOptions>
  readonly report?: string
  readonly json: boolean
  readonly strict: boolean
  readonly state: string
  readonly baseUrl?: string
  /** Name of a context of the platform's command line. */
  readonly context?: string
} & ({ readonly file: string } | { readonly resume: string })

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
  organisation: { type: 'string' },
  connector: { type: 'string' },
  version: { type: 'string', default: 'v1' },
  'create-connector': { type: 'boolean', default: false },
  'connector-name': { type: 'string' },
  'base-url': { type: 'string' },
  placeholder: { type: 'string' },
  'auth-schemes': { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  ...FILTERS,
  'skip-deprecated': { type: 'boolean', default: false },
  triggers: { type: 'string' },
  removed: { type: 'string' },
  force: { type: 'boolean', default: false },
  publish: { type: 'boolean', default: false },
  'from-version': { type: 'string' },
  'on-published': { type: 'string' },
  report: { type: 'string' },
  strict: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  state: { type: 'string', default: '.local' },
  context: { type: 'string' },
  resume: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const

/** Parses the command line. @returns undefined for `--help` @throws UsageError */
export function parseArguments(args: readonly string[]): Arguments | undefined {
  const { values, positionals, given } = parseOptions(args, OPTIONS)
  if (values.help) return undefined
  const [file, ...more] = positionals
  if (more.length > 0)
    throw new UsageError(
      `Unexpected ${more.length === 1 ? 'argument' : 'arguments'}: ${more.join(' ')} (expected one FILE).`,
    )
  if (file === undefined && values.resume === undefined) throw new UsageError('Missing argument: FILE.')
  if (file !== undefined && values.resume !== undefined)
    throw new UsageError('--resume continues with the document of the import; remove FILE.')
  const late = given.filter(name => !WITH_RESUME.has(name)).map(name => `--${name}`)
  if (values.resume !== undefined && late.length > 0)
    throw new UsageError(`--resume continues with the options of the import; remove ${late.join(', ')}.`)
  const organisation = values.organisation ?? (values.context === undefined ? DEMO_ORGANISATION : undefined)
  const target = {
    ...(organisation !== undefined && { organisationId: parseId('organisation', Id, organisation) }),
    connectorId: parseId('connector', Id, values.connector ?? nameFromFile(file ?? 'resumed')),
    version: parseId('version', VersionName, values.version),
  }
  const baseUrl = values['base-url']
  if (baseUrl !== undefined && !(values['create-connector'] ? isConnectorUrl(baseUrl) : URL.canParse(baseUrl)))
    throw new UsageError(`--base-url must be a URL, got ${JSON.stringify(baseUrl)}.`)
  return {
    target,
    options: optionsOf(values),
    json: values.json,
    strict: values.strict,
    state: values.state,
    ...(values.report !== undefined && { report: values.report }),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(values.context !== undefined && { context: values.context }),
    ...(values.resume === undefined ? { file: file ?? '' } : { resume: values.resume }),
  }
}

/** The options that `--resume` accepts. */
const WITH_RESUME = new Set(['resume', 'state', 'report', 'json', 'strict', 'context'])

type Values = ReturnType<typeof parseOptions<typeof OPTIONS>>['values']

/** Converts the options to those of `import.json`, without defaults. */
const optionsOf = (values: Values): Partial<ImportOptions> => {
  const filters = Object.keys(FILTERS) as (keyof typeof FILTERS)[]
  return {
    ...(values['dry-run'] && { dryRun: true }),
    ...(values['skip-deprecated'] && { skipDeprecated: true }),
    ...(values.force && { force: true }),
    ...(values.publish && { publish: true }),
    ...(values['create-connector'] && {
      createConnector: true,
      ...(values['base-url'] !== undefined && { baseUrl: values['base-url'] }),
    }),
    ...(values['connector-name'] !== undefined && {
      connectorName: parseId('connector-name', ConnectorName, values['connector-name']),
    }),
    ...oneOf('placeholder', values.placeholder, PLACEHOLDERS),
    ...oneOf('auth-schemes', values['auth-schemes'], ['add', 'none']),
    ...(values['from-version'] !== undefined && {
      fromVersion: parseId('from-version', VersionName, values['from-version']),
    }),
    ...oneOf('triggers', values.triggers, ['none', 'webhooks', 'all']),
    ...oneOf('removed', values.removed, ['keep', 'delete', 'delete-filtered']),
    ...oneOf('on-published', values['on-published'], ['refuse', 'draft']),
    ...Object.fromEntries(
      filters.flatMap(name => (values[name] === undefined ? [] : [[camelCase(name), values[name]]])),
    ),
  }
}

/** @throws UsageError when the value is not one of the allowed words */
const oneOf = (name: string, value: string | undefined, words: readonly string[]): Record<string, string> => {
  if (value === undefined) return {}
  if (words.includes(value)) return { [camelCase(name)]: value }
  throw new UsageError(`--${name} must be ${words.join(' or ')}, got ${JSON.stringify(value)}.`)
}

const camelCase = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

const nameFromFile = (file: string): string => {
  const stem = basename(file).replace(/(\.(json|ya?ml|gz|txt))+$/i, '')
  const name = stem.replaceAll(/[^a-zA-Z0-9._-]+/g, '-').replaceAll(/^[-.]+|[-.]+$/g, '')
  return name.slice(0, 128) || 'document'
}
