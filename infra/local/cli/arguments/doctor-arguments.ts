import type { Command } from 'commander'
import { Id, type Target, VersionName } from '../../../../lib/request/target.ts'
import { noOperands, parseId } from './command-line.ts'
import { stateOption } from './declare-options.ts'
import { addHelpLines } from './help-text.ts'

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

type Values = {
  readonly organisation?: string
  readonly connector: string
  readonly version: string
  readonly write?: boolean
  readonly json?: boolean
  readonly state: string
  readonly context?: string
}

/** Adds the options of `doctor`. */
export function addDoctorOptions(command: Command): void {
  command
    .option('--organisation <ID>', 'the organisation (default: demo)')
    .option('--connector <ID>', 'the connector', DEMO_CONNECTOR)
    .option('--version <NAME>', 'the version of the connector', 'v1')
    .option('--context <NAME>', "take URL, organisation and token from a context of the platform's command line")
    .option('--write', 'also try what the contract leaves open, in a draft version that is deleted at the end')
    .option('--json', 'print the findings as JSON')
    .addOption(stateOption())
  addHelpLines(command, [
    { text: 'Set CONNECT_API_URL and CONNECT_API_TOKEN to check a platform instead of the emulator.' },
  ])
}

/** Reads the arguments of a parsed `doctor`. @throws UsageError */
export function readDoctorArguments(command: Command): DoctorArguments {
  noOperands(command)
  const { organisation, connector, version, context, state, write = false, json = false } = command.opts<Values>()
  return {
    target: {
      ...(organisation !== undefined && { organisationId: parseId('organisation', Id, organisation) }),
      connectorId: parseId('connector', Id, connector),
      version: parseId('version', VersionName, version),
    },
    writes: write,
    json,
    state,
    ...(context !== undefined && { context }),
  }
}
