import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { costPage, costRow, tableRows } from '../bench/cost-table.ts'
import { measureCosts, type Usage } from '../bench/costs.ts'
import { generateDocument } from '../bench/generate-document.ts'

const GIGABYTES = 2

/** Parses a row of the page. */
const usageOf = (cells: readonly string[]): Usage => {
  const [, requests, gigabyteSeconds, durableOperations, checkpointBytes, s3Writes, s3Reads, dynamoWrites] = cells.map(
    cell => Number(cell.replaceAll(',', '')),
  )
  return {
    requests: requests ?? 0,
    seconds: (gigabyteSeconds ?? 0) / GIGABYTES,
    durableOperations: durableOperations ?? 0,
    checkpointBytes: checkpointBytes ?? 0,
    s3Writes: s3Writes ?? 0,
    s3Reads: s3Reads ?? 0,
    dynamoWrites: dynamoWrites ?? 0,
  }
}

const rows = tableRows(costPage()).filter(cells => cells.length === 9 && /^\d/.test(cells[1] ?? ''))

test('docs/costs.md has imports of four sizes, each twice', () => {
  expect(rows.filter(([name]) => name?.endsWith(' operations'))).toHaveLength(4)
  expect(rows).toHaveLength(8)
})

test.for(rows)('docs/costs.md: %s, %s requests: the cost matches the quantities', cells => {
  expect(costRow(cells[0] ?? '', usageOf(cells))).toBe(`| ${cells.join(' | ')} |`)
})

test('docs/costs.md has the measured quantities of ten operations', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'costs-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const measured = await measureCosts(folder, generateDocument(10))
  const documented = rows.slice(0, 2).map(usageOf)
  // A slow machine writes progress more often, so neither DynamoDB writes nor seconds are compared.
  const counted = ({ requests, durableOperations, s3Writes, s3Reads }: Usage) => {
    return { requests, durableOperations, s3Writes, s3Reads }
  }
  expect([measured.first, measured.again].map(counted)).toEqual(documented.map(counted))
  for (const { dynamoWrites } of [measured.first, measured.again]) expect(dynamoWrites).toBeGreaterThanOrEqual(6)
})
