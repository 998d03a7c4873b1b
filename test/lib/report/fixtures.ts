import type { Plan, PlannedAction, PlannedDefinition, PlannedTrigger } from '../../../lib/conversion/plan.ts'
import type { ReportInput } from '../../../lib/report/make-report.ts'

export const plannedAction = (name: string, changes: Partial<PlannedAction> = {}): PlannedAction => ({
  name,
  method: 'GET',
  path: `/${name}`,
  pointer: `#/paths/~1${name}/get`,
  payload: { type: 'http', name, method: 'GET', path: `/${name}`, parameters: [], responses: [{ definitions: [] }] },
  problems: [],
  ...changes,
})

/** Makes an operation that the plan skips. */
export const leftOut = (name: string, skipped: string): PlannedAction => {
  const { payload: _payload, ...action } = plannedAction(name)
  return { ...action, skipped }
}

export const plannedTrigger = (name: string): PlannedTrigger => ({
  name,
  method: 'POST',
  path: name,
  pointer: `#/webhooks/${name}/post`,
  payload: { type: 'http', name, method: 'POST', parameters: [], responses: [{ definitions: [] }] },
  problems: [],
})

export const plannedDefinition = (name: string, changes: Partial<PlannedDefinition> = {}): PlannedDefinition => ({
  name,
  accept: ['application/json'],
  content: '{"type":"object"}',
  references: [],
  pointer: `#/components/schemas/${name}`,
  problems: [],
  ...changes,
})

export const plan = (actions: readonly PlannedAction[], definitions: readonly PlannedDefinition[] = []): Plan => ({
  document: { specification: '3.1.0', title: 'Pets', version: '2' },
  actions,
  triggers: [],
  definitions,
  requests: definitions.length > 0 ? [definitions.length] : [],
  unread: [],
  unreadEvents: [],
  diagnostics: [],
})

export const reportInput = (changes: Partial<ReportInput> = {}): ReportInput => ({
  importId: 'imp-1',
  target: { organisationId: 'org', connectorId: 'con', version: 'v1' },
  document: { location: 's3://bucket/pets.json', bytes: 10, sha256: 'abc', format: 'json', specification: '3.1.0' },
  actions: new Map(),
  triggers: new Map(),
  definitions: new Map(),
  removals: { actions: [], triggers: [], definitions: [] },
  publishFailed: false,
  dryRun: false,
  superseded: false,
  cancelled: false,
  diagnostics: [],
  requests: { sent: 0, retried: 0, throttled: 0 },
  startedAt: '2030-01-01T00:00:00.000Z',
  finishedAt: '2030-01-01T00:00:01.500Z',
  durationMs: 1500,
  ...changes,
})
