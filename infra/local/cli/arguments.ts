import type { Command } from 'commander'
import type { Shown } from '../../../lib/report/planned-changes.ts'
import { ConnectorName, type ImportOptions, isConnectorUrl, PLACEHOLDERS } from '../../../lib/request/import-options.ts'
import { Id, type Target, VersionName } from '../../../lib/request/target.ts'
import { DEMO_ORGANISATION } from './choose-platform.ts'
import { noOperands, onlyOperand, parseId, parseWord, repeatable, UsageError } from './command-line.ts'
import { connectorNameOf, STDIN } from './document-file.ts'
import { FAIL_ON, type FailOn } from './exit-status.ts'
import type { PlanFile } from './plan-file.ts'

export type Arguments = {
  /** Without the organisation: that of the context. */
  readonly target: Omit<Target, 'organisationId'> & Partial<Target>
  /** Options of the command line only, without defaults. */
  readonly options: Partial<ImportOptions>
  readonly report?: string
  readonly format: Format
  readonly shown: Shown
  readonly failOn: readonly FailOn[]
  readonly detailedExitcode: boolean
  readonly state: string
  readonly baseUrl?: string
  /** Name of a context of the platform's command line. */
  readonly context?: string
  /** File for the plan of a dry run. */
  readonly out?: string
  /** Plan that the import must have. */
  readonly expected?: PlanFile
} & ({ readonly file: string; readonly overlays?: readonly string[] } | { readonly resume: string })

/** Formats of the result on stdout. With another one than `text`, progress and summary go to stderr. */
const FORMATS = ['text', 'json', 'markdown'] as const
export type Format = (typeof FORMATS)[number]

const FILTERS = [
  'includeTag',
  'excludeTag',
  'includePath',
  'excludePath',
  'includeMethod',
  'excludeMethod',
  'includeOperation',
  'excludeOperation',
] as const

type Values = {
  readonly organisation?: string
  readonly connector?: string
  readonly version: string
  readonly createConnector?: boolean
  readonly connectorName?: string
  readonly baseUrl?: string
  readonly placeholder?: string
  readonly authSchemes?: string
  readonly overlay?: readonly string[]
  readonly dryRun?: boolean
  readonly skipDeprecated?: boolean
  readonly triggers?: string
  readonly removed?: string
  readonly force?: boolean
  readonly publish?: boolean
  readonly yes?: boolean
  readonly resolve?: readonly string[]
  readonly fromVersion?: string
  readonly onPublished?: string
  readonly onBreaking?: string
  readonly report?: string
  readonly failOn?: readonly string[]
  readonly strict?: boolean
  readonly detailedExitcode?: boolean
  readonly json?: boolean
  readonly format?: string
  readonly all?: boolean
  readonly showPayloads?: boolean
  readonly out?: string
  readonly state: string
  readonly context?: string
  readonly resume?: string
} & { readonly [Filter in (typeof FILTERS)[number]]?: readonly string[] }

/** Adds the options of `import` and `plan`. */
export function addImportOptions(command: Command): Command {
  addOverlayOption(command)
    .optionsGroup('Target:')
    .option('--organisation <ID>', `the organisation (default: ${DEMO_ORGANISATION})`)
    .option('--connector <ID>', 'the connector (default: the name of FILE)')
    .option('--version <NAME>', 'the version of the connector', 'v1')
    .option('--context <NAME>', "take URL, organisation and token from a context of the platform's command line")
    .option('--from-version <NAME>', 'create the version as a copy of this version')
    .option(
      '--on-published <WHAT>',
      'when the version is published: refuse (default), or import into a new draft of it',
    )
    .optionsGroup('New connector:')
    .option('--create-connector', 'create the connector if it does not exist, with the authentication of the document')
    .option('--connector-name <NAME>', 'its name (default: the title of the document)')
    .option('--base-url <URL>', 'its base URL (default: the server of the document)')
    .option('--placeholder <SPELLING>', `connection variables in its base URL: ${PLACEHOLDERS.join(' or ')}`)
    .option(
      '--auth-schemes <WHAT>',
      'add the missing security schemes (default: to a new connector only), or none: ignore them',
    )
    .optionsGroup('Operations (filters may be repeated):')
  for (const [name, value, description] of [
    ['tag', 'TAG', 'with the tag'],
    ['path', 'GLOB', 'with a path; * matches any characters except /, and ** all of them'],
    ['method', 'METHOD', 'with the method'],
    ['operation', 'ID', 'with the operationId'],
  ]) {
    command.addOption(repeatable(`--include-${name} <${value}>`, `import only operations ${description}`))
    command.addOption(repeatable(`--exclude-${name} <${value}>`, `skip operations ${description}`))
  }
  command
    .option('--skip-deprecated', 'skip deprecated operations')
    .option('--triggers <WHICH>', 'make triggers of none, of webhooks, or of all: webhooks and callbacks (default)')
    .optionsGroup('Changes on the platform:')
    .option(
      '--removed <WHAT>',
      'keep (default) or delete actions and triggers that the document no longer has; delete-filtered also deletes those that the filters exclude',
    )
    .option('--force', 'overwrite changes that were made on the platform since the last import')
    .addOption(
      repeatable(
        '--resolve <NAME=SIDE>',
        'decide the conflict of an item by NAME=platform or NAME=document; action:NAME names the kind too; may be repeated',
      ),
    )
    .option(
      '--on-breaking <WHAT>',
      'when the release breaks workflows: apply it (default), import into a new draft, or refuse',
    )
    .option('--publish', 'publish the version when everything has succeeded')
    .option('--yes', 'confirm large deletions, a document with another title, and --publish')
  return addOutputOptions(command)
    .option('--detailed-exitcode', 'exit with status 5 if a dry run has changes, 6 if it has conflicts')
    .option('--out <PLAN>', 'write the plan of a dry run to a file; import PLAN applies exactly this plan, or refuses')
}

/** Adds `--overlay`. */
export function addOverlayOption(command: Command): Command {
  return command
    .optionsGroup('Document:')
    .addOption(
      repeatable(
        '--overlay <FILE>',
        'apply an OpenAPI Overlay (default: overlay.yaml and *.overlay.yaml in the folder of FILE); may be repeated',
      ),
    )
}

/** Adds the options that also a continued import has. */
export function addOutputOptions(command: Command): Command {
  return command
    .optionsGroup('Output:')
    .option('--report <FILE.json>', 'write the report to FILE.json and FILE.html')
    .option('--format <FORMAT>', 'print text (default), the report as json, or markdown for a pull request')
    .option('--json', 'the same as --format json')
    .option('--all', 'list all changes and all their fields, not only the first of each kind')
    .option('--show-payloads', 'print what is written to each created and updated item')
    .addOption(
      repeatable(
        '--fail-on <WHAT>',
        'exit with status 3 if a diagnostic is an error, or also for a warning, or for a breaking change, or with 6 for a conflict, although every item arrived; may be repeated',
      ),
    )
    .option('--strict', 'the same as --fail-on error')
    .option('--state <DIR>', 'the folder for the data of the local emulators', '.local')
}

/** The options that a continued import accepts. */
const WITH_RESUME = new Set([
  ...['resume', 'state', 'context'],
  ...['report', 'json', 'format', 'all', 'showPayloads', 'strict', 'failOn'],
])

/** The options that an import of a plan accepts. */
const WITH_PLAN = new Set([...WITH_RESUME, 'yes'].filter(name => name !== 'resume'))

/** Reads the arguments of a parsed `import` or `plan`. @param sample file of a command without FILE @throws UsageError */
export function readArguments(command: Command, sample?: string): Arguments {
  const values = command.opts<Values>()
  if (sample !== undefined) noOperands(command)
  const file = sample ?? onlyOperand(command, 'FILE')
  if (values.resume !== undefined) {
    refuseFixedOptions(command)
    return resumed(values.resume, values)
  }
  if (file === undefined) throw new UsageError('Missing argument: FILE.')
  if (file === STDIN && values.connector === undefined)
    throw new UsageError('A document from stdin has no name; name the connector with --connector.')
  const { baseUrl } = values
  if (baseUrl !== undefined && !(values.createConnector ? isConnectorUrl(baseUrl) : URL.canParse(baseUrl)))
    // Not quoted, because it can contain credentials.
    throw new UsageError('--base-url must be an http(s) URL without credentials, query or fragment.')
  return {
    target: targetOf(values, connectorNameOf(file)),
    options: optionsOf(values),
    ...readOutput(values),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(values.out !== undefined && { out: values.out }),
    file,
    ...(values.overlay !== undefined && { overlays: values.overlay }),
  }
}

/** Reads the arguments of a parsed `resume`. @throws UsageError */
export function readResume(command: Command): Arguments {
  const importId = onlyOperand(command, 'IMPORT_ID')
  if (importId === undefined) throw new UsageError('Missing argument: IMPORT_ID.')
  return resumed(importId, command.opts<Values>())
}

const resumed = (resume: string, values: Values): Arguments => ({
  target: targetOf({ ...values, version: 'v1' }, 'resumed'),
  options: {},
  ...readOutput(values),
  resume,
})

/** @throws UsageError for arguments that the interrupted import has fixed */
const refuseFixedOptions = (command: Command): void => {
  if (command.args.length > 0) throw new UsageError('--resume continues with the document of the import; remove FILE.')
  const late = givenExcept(command, WITH_RESUME)
  if (late.length > 0)
    throw new UsageError(`--resume continues with the options of the import; remove ${late.join(', ')}.`)
}

/** @throws UsageError for arguments that a plan has fixed */
export function refuseOptionsOfPlan(command: Command): void {
  const fixed = givenExcept(command, WITH_PLAN)
  if (fixed.length > 0)
    throw new UsageError(`A plan has its own options; remove ${fixed.join(', ')}, or make a new plan.`)
}

/** Returns the options on the command line that are not allowed. */
const givenExcept = (command: Command, allowed: ReadonlySet<string>) =>
  command.options
    .filter(option => command.getOptionValueSource(option.attributeName()) === 'cli')
    .filter(option => !allowed.has(option.attributeName()))
    .map(({ long }) => long)

const targetOf = ({ organisation, context, connector, version }: Values, fallback: string): Arguments['target'] => {
  const organisationId = organisation ?? (context === undefined ? DEMO_ORGANISATION : undefined)
  return {
    ...(organisationId !== undefined && { organisationId: parseId('organisation', Id, organisationId) }),
    connectorId: parseId('connector', Id, connector ?? fallback),
    version: parseId('version', VersionName, version),
  }
}

const readOutput = ({ report, context, state, ...values }: Values) => ({
  format: formatOf(values),
  shown: { all: values.all ?? false, payloads: values.showPayloads ?? false },
  failOn: failOnOf(values),
  detailedExitcode: values.detailedExitcode ?? false,
  state,
  ...(report !== undefined && { report }),
  ...(context !== undefined && { context }),
})

const formatOf = ({ format, json }: Pick<Values, 'format' | 'json'>): Format => {
  const parsed = format === undefined ? undefined : parseWord('format', format, FORMATS)
  if (!json) return parsed ?? 'text'
  if (parsed === undefined || parsed === 'json') return 'json'
  throw new UsageError(`--json is --format json, but --format is ${parsed}; remove one of them.`)
}

const failOnOf = ({ failOn = [], strict }: Pick<Values, 'failOn' | 'strict'>): readonly FailOn[] => {
  const words = failOn.flatMap(value => value.split(',')).map(word => parseWord('fail-on', word.trim(), FAIL_ON))
  return [...new Set([...words, ...(strict ? (['error'] as const) : [])])]
}

/** Converts the options to those of `import.json`, without defaults. */
const optionsOf = (values: Values): Partial<ImportOptions> => ({
  ...(values.dryRun && { dryRun: true }),
  ...(values.skipDeprecated && { skipDeprecated: true }),
  ...(values.force && { force: true }),
  ...(values.publish && { publish: true }),
  ...(values.yes && { confirm: true }),
  ...(values.resolve !== undefined && { resolve: resolutionsOf(values.resolve) }),
  ...(values.createConnector && {
    createConnector: true,
    ...(values.baseUrl !== undefined && { baseUrl: values.baseUrl }),
  }),
  ...(values.connectorName !== undefined && {
    connectorName: parseId('connector-name', ConnectorName, values.connectorName),
  }),
  ...(values.placeholder !== undefined && { placeholder: parseWord('placeholder', values.placeholder, PLACEHOLDERS) }),
  ...(values.authSchemes !== undefined && {
    authSchemes: parseWord('auth-schemes', values.authSchemes, ['add', 'none']),
  }),
  ...(values.fromVersion !== undefined && { fromVersion: parseId('from-version', VersionName, values.fromVersion) }),
  ...(values.triggers !== undefined && {
    triggers: parseWord('triggers', values.triggers, ['none', 'webhooks', 'all']),
  }),
  ...(values.removed !== undefined && {
    removed: parseWord('removed', values.removed, ['keep', 'delete', 'delete-filtered']),
  }),
  ...(values.onPublished !== undefined && {
    onPublished: parseWord('on-published', values.onPublished, ['refuse', 'draft']),
  }),
  ...(values.onBreaking !== undefined && {
    onBreaking: parseWord('on-breaking', values.onBreaking, ['apply', 'draft', 'refuse']),
  }),
  ...Object.fromEntries(FILTERS.flatMap(name => (values[name] === undefined ? [] : [[name, values[name]]]))),
})

const SIDES = ['platform', 'document'] as const

/** Parses `NAME=platform` and `NAME=document`; a name can contain "=". @throws UsageError also for a name with both sides */
const resolutionsOf = (words: readonly string[]): ImportOptions['resolve'] => {
  const resolve = new Map<string, (typeof SIDES)[number]>()
  for (const word of words) {
    const end = word.lastIndexOf('=')
    const [name, side] = [word.slice(0, end), SIDES.find(each => each === word.slice(end + 1))]
    if (end <= 0 || side === undefined)
      throw new UsageError(`--resolve must be NAME=platform or NAME=document, got ${JSON.stringify(word)}.`)
    if ((resolve.get(name) ?? side) !== side)
      throw new UsageError(`--resolve has both sides for ${JSON.stringify(name)}; remove one of them.`)
    resolve.set(name, side)
  }
  return Object.fromEntries(resolve)
}
