import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchCold } from './bench-cold.ts'
import { benchMemory, benchPlanning, benchSizes } from './bench-planning.ts'
import { benchPosting } from './bench-posting.ts'
import { benchReimport } from './bench-reimport.ts'
import { bundlePlanning } from './bundle-planning.ts'
import { benchDocuments } from './documents.ts'
import { missedPromises } from './promises.ts'
import { benchStartup } from './startup.ts'

/**
 * Measures what planning, starting, importing again and posting take, with the most that is promised of each. Exits with
 * status 1 if a promise is missed.
 */
const write = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

const documents = benchDocuments()
const folder = await mkdtemp(join(tmpdir(), 'bench-'))
try {
  await bundlePlanning(folder)
  const missed = missedPromises([
    ...benchPlanning(documents, write),
    ...(await benchCold(documents, folder, write)),
    ...benchSizes(documents, write),
    ...(await benchMemory(documents, folder, write)),
    ...(await benchStartup(folder, write)),
    ...(await benchReimport(folder, write)),
    ...(await benchPosting(folder, write)),
  ])
  write('')
  for (const each of missed) write(`Missed: ${each}.`)
  write(missed.length === 0 ? 'All promises are kept.' : `Promises missed: ${missed.length}.`)
  if (missed.length > 0) process.exitCode = 1
} finally {
  await rm(folder, { recursive: true })
}
