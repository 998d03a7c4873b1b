import { expect, test } from 'vitest'
import { type FolderEntry, worstStatus } from '../../../../../infra/local/cli/folder/entry.ts'
import { summariseFolder } from '../../../../../infra/local/cli/folder/summary-table.ts'

const NONE = { created: 0, updated: 0, unchanged: 0, removed: 0, kept: 0, failed: 0, skipped: 0 }

const entry = (connector: string, fields: Partial<FolderEntry>): FolderEntry => ({
  ...{ connector, folder: `vendors/${connector}`, exitStatus: 0 },
  ...fields,
})

const counts = (actions: Partial<typeof NONE>, error = 0): NonNullable<FolderEntry['counts']> => ({
  operations: 9,
  ...{ actions: { ...NONE, ...actions }, triggers: NONE, definitions: { ...NONE, created: 2 } },
  diagnostics: { error, warning: 0, info: 0 },
})

test('a table with a row for each document, then the reasons and confirmations', () => {
  const lines = summariseFolder([
    entry('crm', { outcome: 'succeeded', counts: counts({ created: 3, unchanged: 4 }, 1), report: 'crm.json' }),
    entry('erp', {
      ...{
        outcome: 'refused',
        exitStatus: 4,
        counts: { ...counts({ removed: 9 }), impact: { breaking: 9, compatible: 0, annotation: 0 } },
        report: 'erp.json',
        reason: 'It removes much.',
      },
      confirm: {
        messages: ['9 actions are removed.'],
        command: 'npx connector-import import --yes vendors/erp/a.json',
      },
    }),
    entry('shop', { exitStatus: 2, error: 'File not\u001b found.' }),
    entry('till', { exitStatus: 130 }),
  ])
  expect(lines).toEqual([
    'connector  outcome                 changes                               report',
    'crm        succeeded with 1 error  5 created                             crm.json',
    'erp        refused                 9 breaking, 2 to create, 9 to remove  erp.json',
    'shop       not imported',
    'till       not started',
    '',
    'erp: It removes much.',
    '  9 actions are removed.',
    '  confirm  npx connector-import import --yes vendors/erp/a.json',
    '',
    'shop: File not  found.',
    '',
    '4 documents: 1 succeeded, 1 refused, 1 not imported, 1 not started',
  ])
})

test('a narrow terminal has no paths of reports', () => {
  const entries = [
    entry('crm', { outcome: 'succeeded', counts: counts({ created: 3 }), report: `${'long/'.repeat(9)}crm.json` }),
  ]
  expect(summariseFolder(entries, 40).slice(0, 2)).toEqual([
    'connector  outcome    changes',
    'crm        succeeded  5 created',
  ])
  expect(summariseFolder(entries, 120)[0]).toMatch(/report$/)
})

test.each([
  [[], 0],
  [[0, 5], 5],
  [[5, 6], 6],
  [[6, 3], 3],
  [[3, 4], 4],
  [[4, 2, 0], 2],
  [[2, 1], 1],
  [[1, 130, 0], 130],
])('of the exit statuses %j, the worst is %i', (statuses, worst) => {
  expect(worstStatus(statuses.map(exitStatus => ({ exitStatus })))).toBe(worst)
})
