import { expect, test } from 'vitest'
import type { FinishedImport } from '../../../lib/import/model.ts'
import { messageOf } from '../../../lib/telemetry/message.ts'
import { finishedImport } from './support.ts'

const target = { organisationId: 'acme', connectorId: 'crm', version: 'v1' }
const counts: FinishedImport['counts'] = {
  ...finishedImport.counts,
  actions: { created: 0, updated: 0, unchanged: 0, removed: 0, kept: 0, failed: 1, skipped: 0 },
  definitions: { created: 0, updated: 0, unchanged: 0, removed: 0, kept: 0, failed: 0, skipped: 0 },
  triggers: { created: 0, updated: 0, unchanged: 0, removed: 0, kept: 0, failed: 0, skipped: 0 },
  diagnostics: { error: 3, warning: 1, info: 0 },
}
const { reason: _, ...finished } = { ...finishedImport, target, counts, outcome: 'partial' as const }

test('a message has the target, the outcome, the numbers and the reason', () => {
  expect(messageOf(finished)).toBe('acme / crm / v1: partial, 1 failed item, 3 errors.')
  expect(messageOf({ ...finished, reason: 'The platform is down.' })).toBe(
    'acme / crm / v1: partial, 1 failed item, 3 errors. The platform is down.',
  )
})

test('breaking changes come first', () => {
  const broken = { ...counts, impact: { breaking: 2, compatible: 1, annotation: 0 } }
  expect(messageOf({ ...finished, counts: broken })).toBe(
    'acme / crm / v1: partial, 2 breaking changes, 1 failed item, 3 errors.',
  )
})

test('a message can be inserted into a JSON string, and has at most 2,001 characters', () => {
  const message = messageOf({ ...finished, reason: `Can't read "a\\b".\n<importId> ${'x'.repeat(9_000)}` })
  expect(JSON.parse(`"${message}"`)).toBe(message)
  expect(message).toContain(`Can't read 'a/b'. importId  x`)
  expect(message).toHaveLength(2_001)
})
