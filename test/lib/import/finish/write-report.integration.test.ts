import { expect, test } from 'vitest'
import type { Plan } from '../../../../lib/conversion/plan.ts'
import { writeReport } from '../../../../lib/import/finish/write-report.ts'
import type { ImportSession } from '../../../../lib/import/import-session.ts'
import type { Changes } from '../../../../lib/reconcile/decide/decide-changes.ts'
import { importKeys } from '../../../../lib/store/keys.ts'
import { damagedObject } from '../../../../lib/store/object-unreadable.ts'
import { sessionOf, TARGET } from '../support.ts'

const ACTION = { name: 'getX', method: 'GET', path: '/x', pointer: '#/paths/~1x/get', problems: [] } as const
const PLAN: Plan = {
  document: { specification: '3.1.0', title: 'X', version: '1' },
  actions: [
    { ...ACTION, payload: { type: 'http', name: 'getX', method: 'GET', path: '/x', parameters: [], responses: [] } },
  ],
  triggers: [],
  definitions: [],
  requests: [],
  unread: [],
  unreadEvents: [],
  diagnostics: [],
}
const CHANGES: Changes = {
  actions: [{ change: 'create' }],
  triggers: [],
  definitions: [],
  removals: { actions: [], triggers: [], definitions: [], keptDefinitions: [] },
}
const size = { actions: 1, triggers: 0, definitions: 0, requests: 0, removals: 0, removalUnits: 0 }

/** Reports a dry run with these changes. */
const reportOf = async (changes: ImportSession['changes'], reason?: string) => {
  const written = new Map<string, string>()
  const dependencies = {
    objects: {
      write: async (key: string, body: Iterable<string>) => written.set(key, [...body].join('')),
      writeOnce: async (key: string, body: Iterable<string>) => {
        written.set(key, [...body].join(''))
        return true
      },
    },
    records: { finish: async () => true },
    locks: { release: async () => {} },
    now: () => Date.parse('2030-01-01T00:00:01Z'),
  }
  const session = sessionOf({} as ImportSession['client'], {
    dependencies,
    keys: importKeys('imp-1'),
    plan: async () => PLAN,
    changes,
  })
  const { reportKey } = await writeReport(session, {
    facts: { bytes: 1, sha256: '' },
    written: { session, size, ledgers: [TARGET.version] },
    dryRun: true,
    ...(reason !== undefined && { reason }),
    requests: { sent: 0, retried: 0, throttled: 0 },
    startedAt: '2030-01-01T00:00:00.000Z',
  })
  return JSON.parse(written.get(reportKey) ?? '')
}

test('a dry run reports the planned changes', async () => {
  const report = await reportOf(async () => CHANGES)
  expect(report).toMatchObject({ outcome: 'planned', actions: [{ name: 'getX', change: 'create', status: 'planned' }] })
})

test('a dry run without a comparison reports the reason, and no settled items', async () => {
  const gone = async () => {
    throw new Error('There are no changes.')
  }
  const report = await reportOf(gone, 'The platform is unavailable.')
  expect(report).toMatchObject({
    outcome: 'failed',
    reason: 'The platform is unavailable.',
    actions: [{ name: 'getX', status: 'failed' }],
  })
})

test('a failure of the store is not reported as an empty comparison', async () => {
  const broken = async () => {
    throw new Error('SlowDown')
  }
  await expect(reportOf(broken)).rejects.toThrow('SlowDown')
})

test('a report of results that can not be read has no items and names the file', async () => {
  const damaged = async () => {
    throw damagedObject('imports/imp-1/changes.json.gz', undefined)
  }
  const reason = "Can't read imports/imp-1/changes.json.gz: its content is damaged. Import again."
  const operations = { operations: 0 }
  expect(await reportOf(damaged)).toMatchObject({ outcome: 'failed', reason, counts: operations })
})

test('an error of S3 that may go away is no reason for a report without items', async () => {
  const unreachable = async () => {
    throw new Error('SlowDown')
  }
  await expect(reportOf(unreachable)).rejects.toThrow('SlowDown')
})
