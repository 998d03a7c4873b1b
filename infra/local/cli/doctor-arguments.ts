import { Id, type Target, VersionName } from '../../../lib/request/target.ts'
import { parseId, parseOptions, UsageError } from './command-line.ts'

export const DOCTOR_USAGE = `Usage: npm run doctor -- [options]

  --organisation ID  --connector ID  --version NAME   the target (default: demo, library, v1)
  --write               also try what the contract leaves open, in a draft version that is deleted at the end
  --json                print the findings as JSON
  --state DIR           the folder for the data of the local emulators (default: .local)
  --context NAME        take URL, organisation and token from a context of the platform's command line
  --help                show this help

Set CONNECT_API_URL and CONNECT_API_TOKEN to examine a platform instead of the emulator.
Exit status: 0 an import can run; 1 a check failed; 2 wrong usage.`

/** Connector that the emulator has without an import. */
export const DEMO_CONNECTOR = 'library'

export type DoctorArguments = {
  /** Without the organisation: that of the context, or `demo`. */
  readonly target: Omit<Target, 'organisationId'> & Partial<Target>
  readonly writes: boolean
  readonly json: boolean
  readonly state: string
  readonly context?: string
}

const OPTIONS = {
  organisation: { type: 'string' },
  connector: { type: 'string', default: DEMO_CONNECTOR },
  version: { type: 'string', default: 'v1' },
  write: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  state: { type: 'string', default: '.local' },
  context: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const

/** Parses the command line. @returns undefined for `--help` @throws UsageError */
export function parseDoctorArguments(args: readonly string[]): DoctorArguments | undefined {
  const { values, positionals } = parseOptions(args, OPTIONS)
  if (values.help) return undefined
  if (positionals.length > 0) throw new UsageError(`Unexpected argument: ${positionals.join(' ')}.`)
  const { organisation, connector, version, context } = values
  return {
    target: {
      ...(organisation !== undefined && { organisationId: parseId('organisation', Id, organisation) }),
      connectorId: parseId('connector', Id, connector),
      version: parseId('version', VersionName, version),
    },
    writes: values.write,
    json: values.json,
    state: values.state,
    ...(context !== undefined && { context }),
  }
}
