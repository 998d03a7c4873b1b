import type { Command } from 'commander'
import type { Shown } from '../../../../lib/report/text/planned-changes.ts'
import {
  ConnectorName,
  type ImportOptions,
  isConnectorUrl,
  PLACEHOLDERS,
} from '../../../../lib/request/import-options.ts'
import { Id, type Target, VersionName } from '../../../../lib/request/target.ts'
import { FAIL_ON, type FailOn } from '../exit-status.ts'
import { connectorNameOf, isNameless } from '../files/document-file.ts'
import type { PlanFile } from '../files/plan-file.ts'
import { DEMO_ORGANISATION } from './choose-platform.ts'
import { noOperands, onlyOperand, parseId, parseWord, UsageError } from './command-line.ts'

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
  if (isNameless(file) && values.connector === undefined)
    throw new UsageError('A document from stdin or a pipe has no name; name the connector with --connector.')
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
