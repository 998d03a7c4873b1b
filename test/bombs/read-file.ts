import { readFileSync } from 'node:fs'
import { DocumentSettings, limitsOf, parseSettings } from '../../lib/config/settings.ts'
import { makePlan } from '../../lib/conversion/make-plan.ts'
import { readDocument } from '../../lib/document/read-document.ts'

/** Result of one document, printed as JSON by the process that read it. */
export type Outcome = {
  /** Code of the diagnostic; undefined if there is a plan. */
  readonly code?: string
  readonly message?: string
  readonly milliseconds: number
  readonly peakMb: number
}

/** Reads and plans the file that the command line names, with the limits of the function whose environment this is. */
const main = async (path: string): Promise<Outcome> => {
  const limits = limitsOf(parseSettings(DocumentSettings, process.env))
  const before = process.cpuUsage()
  const read = await readDocument(
    async name => (name === 'openapi' ? readFileSync(path) : undefined),
    'openapi',
    limits,
    { keepSources: false },
  )
  const planned = read.ok ? makePlan(read.document.files, read.document.rootFile, { limits }) : read
  const { user, system } = process.cpuUsage(before)
  const used = { milliseconds: (user + system) / 1_000, peakMb: process.resourceUsage().maxRSS / 1_024 }
  if (planned.ok) return used
  return { code: planned.problem.code, message: planned.problem.message, ...used }
}

process.stdout.write(JSON.stringify(await main(process.argv[2] ?? '')))
