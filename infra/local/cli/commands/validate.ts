import { makePlan, type Planned } from '../../../../lib/conversion/make-plan.ts'
import type { Plan } from '../../../../lib/conversion/plan.ts'
import { withOrigins } from '../../../../lib/conversion/plan-origins.ts'
import type { Diagnostic } from '../../../../lib/diagnostics/diagnostic.ts'
import { SEVERITIES, type Severity } from '../../../../lib/diagnostics/severity.ts'
import type { Limits } from '../../../../lib/openapi/parse/limits.ts'
import { groupDiagnostics } from '../../../../lib/report/diagnostic-groups.ts'
import { defaultOptions } from '../../../../lib/request/import-options.ts'
import { onlyOperand, UsageError } from '../arguments/command-line.ts'
import { addOverlayOption } from '../arguments/declare-options.ts'
import { addHelpLines } from '../arguments/help-text.ts'
import { addFile } from '../arguments/import-help.ts'
import { addStatuses } from '../exit-status.ts'
import { connectorNameOf, type OpenedDocument, openDocument } from '../files/document-file.ts'
import { connectorBaseUrl } from '../import/base-url.ts'
import { documentLimits } from '../import/local-stack.ts'
import type { Subcommand } from '../subcommand.ts'

/** Checks a document without a platform and without a state directory. */
export const validateCommand: Subcommand = {
  configure: command => {
    addFile(command.description('Checks a document: what an import can use of it, and what it would lose.'))
    addOverlayOption(command)
      .optionsGroup('Output:')
      .option('--strict', 'exit with status 1 for warnings too')
      .option('--json', 'print the result as JSON')
    addHelpLines(command, [
      { text: 'It needs no platform. A file import.json next to FILE has options for the import, as for import.' },
    ])
    addStatuses(command, [
      [0, 'nothing is lost'],
      [1, 'an import would lose something, or would refuse the document; with --strict, it would change something'],
      [2, 'wrong usage or an unreadable document'],
    ])
  },
  run: async (command, { environment }) => {
    const file = onlyOperand(command, 'FILE')
    if (file === undefined) throw new UsageError('Missing argument: FILE.')
    const { strict = false, json = false, overlay: overlays = [] } = command.opts<Values>()
    const limits = documentLimits(environment)
    const opened = await openDocument(file, limits, { overlays })
    if (opened.optionsFile !== undefined) console.error(`Options of ${opened.optionsFile} are used.`)
    const result = resultOf(opened, planOf(opened, limits, connectorNameOf(file)))
    if (json) console.log(JSON.stringify(result, undefined, 2))
    else for (const line of linesOf(file, result)) console.log(line)
    const { error, warning } = result.counts.diagnostics
    return error > 0 || (strict && warning > 0) ? 1 : 0
  },
}

type Values = { readonly strict?: boolean; readonly json?: boolean; readonly overlay?: readonly string[] }

const planOf = ({ document, ...opened }: OpenedDocument, limits: Limits, fallbackName: string): Planned => {
  const options = { ...defaultOptions(), ...opened.options }
  const { createConnector, connectorName: name, authSchemes, placeholder, triggers, ...filter } = options
  const planned = makePlan(document.files, document.rootFile, {
    limits,
    filter,
    triggers,
    facts: document.facts,
    authentication: createConnector ? authSchemes !== 'none' : authSchemes === 'add',
    baseUrl: options.baseUrl ?? connectorBaseUrl(document),
    ...(createConnector && { connector: { ...(name !== undefined && { name }), fallbackName, placeholder } }),
  })
  return planned.ok ? { ok: true, plan: withOrigins(planned.plan, document.origin) } : planned
}

type Result = {
  readonly document: { readonly specification: string; readonly title?: string; readonly version?: string }
  readonly counts: {
    readonly actions: number
    readonly triggers: number
    readonly definitions: number
    /** Operations that become nothing. */
    readonly skipped: number
    readonly diagnostics: Readonly<Record<Severity, number>>
  }
  /** Diagnostics of the document and of all its items. */
  readonly diagnostics: readonly Diagnostic[]
}

const resultOf = ({ document: { specification, problems } }: OpenedDocument, planned: Planned): Result => {
  const { document, ...plan }: Pick<Plan, 'actions' | 'triggers' | 'definitions' | 'diagnostics'> & Partial<Plan> =
    planned.ok ? planned.plan : { actions: [], triggers: [], definitions: [], diagnostics: [planned.problem] }
  const operations = [...plan.actions, ...plan.triggers]
  const items = [...operations, ...plan.definitions]
  const diagnostics = [...problems, ...plan.diagnostics, ...items.flatMap(item => item.problems)]
  const counted = SEVERITIES.map(severity => [
    severity,
    diagnostics.filter(found => found.severity === severity).length,
  ])
  return {
    document: { specification, ...document },
    counts: {
      actions: plan.actions.filter(({ skipped }) => skipped === undefined).length,
      triggers: plan.triggers.filter(({ skipped }) => skipped === undefined).length,
      definitions: plan.definitions.length,
      skipped: operations.filter(({ skipped }) => skipped !== undefined).length,
      diagnostics: Object.fromEntries(counted) as Result['counts']['diagnostics'],
    },
    diagnostics,
  }
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const linesOf = (file: string, { document, counts, diagnostics }: Result): string[] => {
  const { title = file, version = '', specification } = document
  const groups = groupDiagnostics({ diagnostics, actions: [], triggers: [], definitions: [] })
  const { error, warning, info } = counts.diagnostics
  return [
    `${`${title} ${version}`.trim()} (OpenAPI ${specification}): ${counted(error, 'error')}, ${counted(warning, 'warning')}, ${counted(info, 'info')}`,
    `  actions      ${counts.actions}`,
    `  triggers     ${counts.triggers}`,
    `  definitions  ${counts.definitions}`,
    ...(counts.skipped > 0 ? [`  skipped      ${counts.skipped} operations`] : []),
    ...groups.flatMap(({ example: { severity, code, message, pointer }, count }) => [
      `  ${severity.padEnd(7)} ${code}${count > 1 ? ` (${count}×)` : ''}: ${message}`,
      `          ${pointer}`,
    ]),
    ...(groups.length > 0 ? ['To see the meaning and the remedy of a code: npx connector-import explain CODE'] : []),
  ].map(line => line.replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, ' '))
}
