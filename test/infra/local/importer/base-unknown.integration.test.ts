import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { type Changes, useStack } from './support.ts'

const LIBRARY = await readFile('examples/library.yaml', 'utf8')
const RELABELLED = LIBRARY.replace('summary: List books', 'summary: List all books')
const first = useStack()
const second = useStack()

/** Imports from another machine, which has no ledger, into the platform of the first one. */
const importElsewhere = (connector: string, document: string, options: Changes['options'] = {}) =>
  second.run(connector, document, { options, platformUrl: first.platform().url })

const baseUnknown = { code: 'base-unknown', severity: 'warning', message: expect.stringContaining('1 item differs') }

test('without a known base, a changed item is kept and the report names the reason', async () => {
  first.seed('laptop')
  await first.run('laptop', LIBRARY)
  const unchanged = await importElsewhere('laptop', LIBRARY, { dryRun: true })
  expect(unchanged.diagnostics.map(({ code }) => code)).not.toContain('base-unknown')
  for (const options of [{ dryRun: true }, {}]) {
    const report = await importElsewhere('laptop', RELABELLED, options)
    expect(report.diagnostics).toContainEqual(expect.objectContaining(baseUnknown))
    expect(report.actions.find(({ name }) => name === 'listBooks')).toMatchObject({
      change: 'keep',
      reason: expect.stringContaining('no earlier import is known: the base is unknown; kept'),
    })
  }
  // The import has written a ledger, which has no entry for the kept action.
  const again = await importElsewhere('laptop', RELABELLED)
  expect(again.diagnostics.map(({ code }) => code)).not.toContain('base-unknown')
  expect(again.actions.find(({ name }) => name === 'listBooks')).toMatchObject({
    change: 'keep',
    reason: expect.stringContaining('no import of it is recorded; kept'),
  })
})

test('without a known base, --force takes the document', async () => {
  first.seed('forced')
  await first.run('forced', LIBRARY)
  const report = await importElsewhere('forced', RELABELLED, { force: true })
  expect(report).toMatchObject({ outcome: 'succeeded', counts: { actions: { updated: 1, unchanged: 5 } } })
  expect(report.diagnostics.map(({ code }) => code)).not.toContain('base-unknown')
})
