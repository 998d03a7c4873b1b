import type { FinishedImport } from '../../../lib/import/model.ts'

const COUNTS = { created: 0, updated: 0, unchanged: 0, removed: 0, kept: 0, failed: 0, skipped: 0 }

export const finishedImport: FinishedImport = {
  importId: 'imp-1',
  target: { organisationId: 'org', connectorId: 'con', version: 'v1' },
  caller: 'arn:aws:iam::111122223333:user/ann',
  outcome: 'partial',
  counts: {
    operations: 9,
    triggers: COUNTS,
    actions: { ...COUNTS, created: 3, updated: 2, removed: 1, unchanged: 2, failed: 1 },
    definitions: { ...COUNTS, created: 4, failed: 2 },
    diagnostics: { error: 0, warning: 0, info: 0 },
  },
  requests: { sent: 20, retried: 3, throttled: 1 },
  durationMs: 1234,
  reportKey: 'imports/imp-1/report.json',
}
