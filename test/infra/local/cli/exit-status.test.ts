import { Command } from 'commander'
import { expect, test } from 'vitest'
import { addStatuses, exitStatus, type FailOn, IMPORT_STATUSES } from '../../../../infra/local/cli/exit-status.ts'
import type { Diagnostic } from '../../../../lib/diagnostics/diagnostic.ts'
import type { Outcome, Report, ReportedDefinition } from '../../../../lib/report/report.ts'

const NONE = { created: 0, updated: 0, unchanged: 0, removed: 0, kept: 0, failed: 0, skipped: 0 }

const definition = (isConflict: boolean): ReportedDefinition => ({
  name: 'Pet',
  change: 'keep',
  status: 'skipped',
  problems: isConflict ? [{ severity: 'warning', code: 'conflict', message: '', pointer: '#' }] : [],
})

type Facts = {
  errors?: number
  warnings?: number
  updated?: number
  conflict?: boolean
  breaking?: number
  codes?: Diagnostic['code'][]
}

const reportOf = (
  outcome: Outcome,
  { errors = 0, warnings = 0, updated = 0, conflict = false, breaking, codes = [] }: Facts,
): Report => ({
  schema: 1,
  importId: 'imp-1',
  outcome,
  document: { location: 'x', bytes: 1, sha256: '' },
  target: { organisationId: 'o', connectorId: 'c', version: 'v1' },
  counts: {
    operations: 1,
    triggers: NONE,
    actions: { ...NONE, updated },
    definitions: NONE,
    diagnostics: { error: errors, warning: warnings, info: 0 },
    ...(breaking !== undefined && { impact: { breaking, compatible: 1, annotation: 0 } }),
  },
  triggers: [],
  actions: [],
  definitions: [definition(conflict)],
  diagnostics: codes.map(code => ({ severity: 'info', code, message: '', pointer: '#' })),
  requests: { sent: 0, retried: 0, throttled: 0 },
  startedAt: '',
  finishedAt: '',
  durationMs: 0,
})

test.each<[outcome: Outcome, facts: Facts, failOn: FailOn[], detailed: boolean, want: number]>([
  ['succeeded', {}, [], false, 0],
  ['succeeded', { errors: 1, warnings: 1, conflict: true }, [], false, 0],
  ['unchanged', { errors: 1 }, ['error'], false, 3],
  ['succeeded', { warnings: 1 }, ['error'], false, 0],
  ['succeeded', { warnings: 1 }, ['warning'], false, 3],
  ['succeeded', { errors: 1 }, ['warning'], false, 3],
  ['succeeded', { errors: 1, warnings: 1 }, ['conflict'], false, 0],
  ['planned', { conflict: true }, ['conflict'], false, 6],
  ['planned', { updated: 1, breaking: 1 }, ['breaking'], true, 3],
  ['succeeded', { breaking: 1 }, ['breaking'], false, 3],
  ['succeeded', { breaking: 1 }, ['error'], false, 0],
  ['succeeded', { breaking: 0 }, ['breaking'], false, 0],
  ['succeeded', {}, ['breaking'], false, 0],
  ['planned', { updated: 1, codes: ['release-unclassified'] }, ['breaking'], false, 3],
  ['planned', { updated: 1 }, [], false, 0],
  ['planned', { updated: 1 }, [], true, 5],
  ['planned', { updated: 1, conflict: true }, [], true, 6],
  ['planned', { updated: 1, errors: 1 }, ['error'], true, 3],
  ['planned', {}, [], true, 0],
  ['failed', { errors: 1 }, ['error'], true, 1],
  ['partial', {}, [], false, 3],
  ['refused', {}, [], false, 4],
  ['conflicts', { conflict: true }, ['error'], false, 6],
  ['cancelled', {}, [], false, 130],
  ['superseded', {}, [], false, 0],
])('%s with %j, failing on %j, detailed %j: %i', (outcome, facts, failOn, detailed, want) => {
  expect(exitStatus(reportOf(outcome, facts), { failOn, detailed })).toBe(want)
})

test.each([
  { options: ['--detailed-exitcode'], listed: true },
  { options: [], listed: false },
])('a help lists the status of --detailed-exitcode with the option: $listed', ({ options, listed }) => {
  let help = ''
  const command = new Command('plan').configureOutput({ writeOut: text => (help += text) })
  for (const option of options) command.option(option)
  addStatuses(command, IMPORT_STATUSES)
  command.outputHelp()
  expect(help).toContain('  4    refused')
  expect(help.includes('  5    ')).toBe(listed)
})
