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

test('without a known base, a decision takes the document for one item', async () => {
  first.seed('decided')
  await first.run('decided', LIBRARY)
  const report = await importElsewhere('decided', RELABELLED, { resolve: { listBooks: 'document' } })
  expect(report).toMatchObject({ outcome: 'succeeded', counts: { actions: { updated: 1, unchanged: 5 } } })
  expect(report.diagnostics.map(({ code }) => code)).not.toContain('base-unknown')
})

test('without a known base, what the document no longer has is not found', async () => {
  first.seed('removed')
  await first.run('removed', LIBRARY)
  const names = first.contents('removed').actions.map(({ name }) => name)
  const shorter = LIBRARY.replace(/ {4}delete:\n {6}operationId: removeBook[\s\S]*?(?=^ {2}\/|^ {4}\w|^\w)/m, '')
  expect(shorter.length).toBeLessThan(LIBRARY.length)
  await importElsewhere('removed', shorter, { removed: 'delete', confirm: true })
  expect(first.contents('removed').actions.map(({ name }) => name)).toEqual(names)
})

test('without a known base, --force takes the document', async () => {
  first.seed('forced')
  await first.run('forced', LIBRARY)
  const report = await importElsewhere('forced', RELABELLED, { force: true })
  expect(report).toMatchObject({ outcome: 'succeeded', counts: { actions: { updated: 1, unchanged: 5 } } })
  expect(report.diagnostics.map(({ code }) => code)).not.toContain('base-unknown')
})
