import { expect, test } from 'vitest'
import { createMeter } from '../../../lib/telemetry/meter.ts'
import { finishedImport } from './support.ts'

/** Parses the written lines; each must be one JSON value. */
const record = (namespace: string) => {
  const lines: string[] = []
  return {
    meter: createMeter({ namespace, write: line => lines.push(line) }),
    written: () => lines.map(line => JSON.parse(/^[^\n]+\n$/.exec(line)?.[0] ?? 'null')),
  }
}

test('a finished import is one line, with the outcome as dimension and the target as metadata', async () => {
  const { meter, written } = record('connector-import-dev')
  await meter.finished(finishedImport)
  expect(written()).toEqual([
    {
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: 'connector-import-dev',
            Dimensions: [['service', 'outcome']],
            Metrics: [
              { Name: 'Imports', Unit: 'Count' },
              { Name: 'Faults', Unit: 'Count' },
              { Name: 'Duration', Unit: 'Milliseconds' },
              ...['Operations', 'Writes', 'FailedItems', 'BreakingChanges', 'Requests', 'Retries', 'Throttles'].map(
                Name => ({
                  Name,
                  Unit: 'Count',
                }),
              ),
            ],
          },
        ],
      },
      service: 'run-import',
      outcome: 'partial',
      Imports: 1,
      Faults: 0,
      Duration: 1234,
      Operations: 9,
      Writes: 10,
      FailedItems: 3,
      BreakingChanges: 0,
      Requests: 20,
      Retries: 3,
      Throttles: 1,
      importId: 'imp-1',
      organisationId: 'org',
      connectorId: 'con',
      version: 'v1',
      reportKey: 'imports/imp-1/report.json',
    },
  ])
})

test('the age of an import is a metric without outcome', async () => {
  const { meter, written } = record('n')
  await meter.age(90)
  expect(written()).toMatchObject([
    { _aws: { CloudWatchMetrics: [{ Dimensions: [['service']] }] }, service: 'run-import', ImportAge: 90 },
  ])
})

test('no metrics are written without a namespace', async () => {
  const { meter, written } = record('')
  await meter.finished(finishedImport)
  await meter.age(90)
  expect(written()).toEqual([])
})

test.for([
  { what: 'a failed import', change: { outcome: 'failed' }, faults: 1 },
  { what: 'an import that failed because of its document', change: { outcome: 'failed', badInput: true }, faults: 0 },
  { what: 'a partial import', change: { outcome: 'partial' }, faults: 0 },
  { what: 'an import with conflicts', change: { outcome: 'conflicts' }, faults: 0 },
  { what: 'a refused import', change: { outcome: 'refused' }, faults: 0, writes: 0 },
  { what: 'a dry run', change: { outcome: 'planned' }, faults: 0, writes: 0 },
] as const)('$what counts $faults faults, for the alarm', async ({ change, faults, ...rest }) => {
  const { meter, written } = record('n')
  await meter.finished({ ...finishedImport, ...change })
  expect(written()).toMatchObject([{ Imports: 1, Faults: faults, Writes: 10, ...('writes' in rest && { Writes: 0 }) }])
})
