import { expect, test } from 'vitest'
import { sha256 } from '../../../../lib/util/hash.ts'
import { pets } from './documents.ts'
import { useStack } from './support.ts'

const stack = useStack()

const overlayOf = (...actions: readonly object[]) => ({
  overlay: '1.1.0',
  info: { title: 'Corrections', version: '1' },
  actions,
})

const FIRST = Object.keys(pets(2).paths)[0]

test('an overlay of the folder changes the document, and a changed overlay changes the platform', async () => {
  stack.seed('overlays')
  const target = `$.paths['${FIRST}'].get`
  const overlay = overlayOf(
    { target, update: { summary: 'Corrected', parameters: [{ name: 'broken' }] } },
    { target: '$.nothing', remove: true },
  )
  const files = { 'overlay.json': overlay }
  const report = await stack.run('overlays', pets(2), { files })
  expect(report.outcome).toBe('succeeded')
  const bytes = Buffer.from(JSON.stringify(overlay))
  expect(report.document.overlays).toEqual([{ file: 'overlay.json', sha256: sha256(bytes) }])
  expect(report.diagnostics).toMatchObject([{ code: 'overlay-no-match', pointer: 'overlay.json#/actions/1' }])
  const pointers = report.actions.flatMap(({ problems }) => problems.map(({ pointer }) => pointer))
  expect(pointers).toContain('overlay.json#/actions/0/update/parameters/0')
  const unchanged = await stack.run('overlays', pets(2), { files })
  expect(unchanged.outcome).toBe('unchanged')
  const changed = await stack.run('overlays', pets(2), {
    files: { 'overlay.json': overlayOf({ target, update: { summary: 'Again' } }) },
  })
  expect(changed.actions.map(({ change }) => change).toSorted()).toEqual([
    'unchanged',
    'unchanged',
    'unchanged',
    'update',
  ])
  const without = await stack.run('overlays', pets(2))
  expect(without.actions.filter(({ change }) => change === 'update')).toHaveLength(1)
  expect(without.document).not.toHaveProperty('overlays')
})

test('an invalid overlay fails the import with its location', async () => {
  stack.seed('invalid-overlay')
  const files = { 'x.overlay.json': { ...overlayOf({ target: 'paths' }) } }
  const report = await stack.run('invalid-overlay', pets(1), { files })
  expect(report).toMatchObject({ outcome: 'failed', counts: { actions: { created: 0 } } })
  expect(report.reason).toMatch(/^Invalid overlay, x\.overlay\.json#\/actions\/0\/target: "paths" is not a JSONPath/)
  expect(report.diagnostics).toMatchObject([{ code: 'overlay-invalid', pointer: 'x.overlay.json#/actions/0/target' }])
})

test('the option overlays replaces the overlays of the folder', async () => {
  stack.seed('named-overlays')
  const files = {
    'overlay.json': overlayOf({ target: '$.paths', remove: true }),
    'fixes.json': overlayOf({ target: `$.paths['${FIRST}'].get`, remove: true }),
  }
  const report = await stack.run('named-overlays', pets(2), { files, options: { overlays: ['fixes.json'] } })
  expect(report.document.overlays?.map(({ file }) => file)).toEqual(['fixes.json'])
  expect(report.counts.operations).toBe(3)
  const none = await stack.run('named-overlays', pets(2), { files, options: { overlays: [] } })
  expect(none.counts.operations).toBe(4)
  const missing = await stack.run('named-overlays', pets(2), { files, options: { overlays: ['no.json'] } })
  expect(missing.reason).toBe(
    'Overlay "no.json" not found. Put it next to the document, or correct "overlays" in import.json.',
  )
})
