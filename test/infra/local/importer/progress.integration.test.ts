import { expect, test } from 'vitest'
import type { ProgressEvent } from '../../../../lib/import/progress.ts'
import { pets } from './documents.ts'
import { useStack } from './support.ts'

const stack = useStack()

/** Imports a document and returns the events of its progress. */
const eventsOf = async (connector: string, document: unknown, settings: Readonly<Record<string, string>> = {}) => {
  const events: ProgressEvent[] = []
  const progress = (event: ProgressEvent): void => void events.push(event)
  const report = await stack.run(connector, document, { settings, overrides: { progress } })
  const of = <Kind extends ProgressEvent['kind']>(kind: Kind) =>
    events.filter((event): event is Extract<ProgressEvent, { kind: Kind }> => event.kind === kind)
  const itemsOf = (phase: string) => of('settled').filter(event => event.phase === phase)
  return { report, of, itemsOf }
}

/** Removes repetitions. */
const distinct = (values: readonly string[]): string[] => values.filter((value, i) => value !== values[i - 1])

test('an import reports its phases, and each item as it is written', async () => {
  stack.seed('watched')
  const { of, itemsOf } = await eventsOf('watched', pets(30))
  const phases = ['read', 'plan', 'compare', 'definitions', 'actions', 'report']
  expect(distinct(of('phase').map(({ phase }) => phase))).toEqual(phases)
  expect(of('sizes')[0]?.sizes).toMatchObject({
    definitions: { items: 4, writes: 4 },
    actions: { items: 60, writes: 60 },
    triggers: { items: 0, writes: 0 },
  })
  const items = itemsOf('actions').map(event => event.items)
  expect(new Set(items)).toEqual(new Set(Array.from({ length: 60 }, (_, i) => i + 1)))
  expect(items.at(-1)).toBe(60)
  expect(itemsOf('actions').reduce((sum, { written }) => sum + written, 0)).toBe(60)
  expect(of('sent').length).toBe(of('answered').length)
})

test('unchanged items are not written', async () => {
  stack.seed('unchanged')
  await stack.run('unchanged', pets(5))
  const { of, itemsOf } = await eventsOf('unchanged', pets(5))
  expect(of('sizes')[0]?.sizes).toMatchObject({ actions: { items: 10, writes: 0 } })
  expect(itemsOf('actions').at(-1)?.items).toBe(10)
  expect(itemsOf('actions').reduce((sum, { written }) => sum + written, 0)).toBe(0)
})

test('the wait for an outage is reported with its end', async () => {
  stack.seed('outage')
  stack.platform().faults = { failRate: 1 }
  const settings = { OUTAGE_AFTER: '1', OUTAGE_WAITS: '1' }
  const begun = Date.now()
  const { report, of } = await eventsOf('outage', pets(), settings)
  expect(report.outcome).toBe('failed')
  const [wait] = of('waiting')
  expect(wait?.reason).toBe('The platform is unavailable.')
  expect(wait?.until).toBeGreaterThan(begun + 1_000)
  expect(of('failed').length).toBeGreaterThan(0)
})

test('a cancelled import starts no further item of its batch, and continues without doubling', async () => {
  stack.seed('cancelled')
  let written = 0
  const overrides = {
    progress: (event: ProgressEvent): void => {
      if (event.kind === 'settled' && event.phase === 'actions') written = event.items
    },
    isCancelled: () => written >= 10,
  }
  const settings = { BATCH_SIZE: '100', CONCURRENCY: '4' }
  const report = await stack.run('cancelled', pets(30), { settings, overrides })
  expect(report.outcome).toBe('cancelled')
  const { created } = report.counts.actions
  // Two items are in work for each request in flight.
  expect(created).toBeGreaterThanOrEqual(10)
  expect(created).toBeLessThanOrEqual(10 + 2 * 4)
  const again = await stack.run('cancelled', pets(30), { settings })
  expect(again.counts.actions).toMatchObject({ created: 60 - created, unchanged: created, failed: 0 })
})
