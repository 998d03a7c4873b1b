import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { COUNTED_FILE } from '../../infra/scale/cases.ts'
import { generateDocument } from './generate-document.ts'
import { countScheduled } from './scheduled.ts'

const SMALLEST = 10
const SIZES = [SMALLEST, 120, 1_000]
/** One operation of this many differs in a release. */
const CHANGED = 20

/** Counts what scheduled imports of several sizes use, for `npm run scale` and docs/scale.md. */
const counted: object[] = []
// The first import of a process loads code, which takes longer than loading the bundles of a deployment.
for (const [i, operations] of [SMALLEST, ...SIZES].entries()) {
  const folder = await mkdtemp(join(tmpdir(), 'scale-'))
  const document = generateDocument(operations)
  const release = structuredClone(document)
  const paths = Object.values(release.paths as Record<string, Record<string, { summary: string }>>)
  for (const [place, item] of paths.entries())
    if (place % CHANGED === 0) for (const operation of Object.values(item)) operation.summary += ' Changed.'
  const kinds = await countScheduled(folder, document, release)
  if (i > 0) counted.push({ operations, ...kinds })
  await rm(folder, { recursive: true })
  process.stdout.write(`Counted imports of ${operations} operations.\n`)
}
await writeFile(COUNTED_FILE, `${JSON.stringify(counted, undefined, 2)}\n`)
process.exit(0)
