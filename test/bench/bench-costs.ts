import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { costRow } from './cost-table.ts'
import { measureCosts } from './costs.ts'
import { generateDocument } from './generate-document.ts'

const SIZES = [10, 300, 1_000, 16_000]

/** Writes the rows of docs/costs.md: what imports of several sizes use, and what that costs at the prices of that page. */
for (const operations of SIZES) {
  const folder = await mkdtemp(join(tmpdir(), 'costs-'))
  const { first, again } = await measureCosts(folder, generateDocument(operations))
  await rm(folder, { recursive: true })
  process.stdout.write(`${costRow(`${operations.toLocaleString('en')} operations`, first)}\n`)
  process.stdout.write(`${costRow('… again, nothing changed', again)}\n`)
}
process.exit(0)
