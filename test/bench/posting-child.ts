import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startStack } from '../../infra/local/aws/stack.ts'
import { createLocalImporter } from '../../infra/local/importer/local-import.ts'
import type { PostingJob } from './posting.ts'
import { peakBytes } from './resident-memory.ts'

/** Imports a file into a platform in another process; writes how long that took and how much memory. */
const { platformUrl, token, connector, file, settings }: PostingJob = JSON.parse(process.argv[2] ?? '')
const directory = await mkdtemp(join(tmpdir(), 'posting-'))
// Loading TypeScript takes longer than loading the bundles of a deployment, and is not what is measured.
await Promise.all([
  import('../../functions/run-import.ts'),
  import('../../lib/import/conversion.ts'),
  import('../../lib/import/finish/write-report.ts'),
])
const stack = await startStack({ stateDirectory: directory, token, platformUrl })
let peak = 0
const importer = createLocalImporter(
  stack,
  { ...settings },
  {
    overrides: {
      // The last work of an import: only a local run then reads the report back.
      announce: async () => {
        peak = peakBytes()
      },
    },
  },
)
const importId = await importer.start({
  target: { organisationId: 'bench', connectorId: connector, version: 'v1' },
  options: {},
  root: 'api.json',
  files: new Map([['api.json', await readFile(file)]]),
})
const begin = performance.now()
const { outcome, requests } = await importer.finish(importId)
const milliseconds = performance.now() - begin
await stack.close()
await rm(directory, { recursive: true })
process.stdout.write(JSON.stringify({ outcome, requests, milliseconds, peak }))
process.exit(0)
