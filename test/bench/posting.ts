import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Faults } from '../../infra/local/connect-emulator/faults/settings.ts'
import { type RequestRecord, startPlatform } from '../../infra/local/connect-emulator/platform.ts'
import type { Report } from '../../lib/report/report.ts'

export type PostingJob = {
  readonly platformUrl: string
  readonly token: string
  readonly connector: string
  readonly file: string
  /** Of the functions. */
  readonly settings: Readonly<Record<string, string>>
}

/** Times in milliseconds, memory in bytes. */
export type Posting = {
  /** The whole import, from its request to its report. */
  readonly milliseconds: number
  /** Create requests of definitions, and of actions. */
  readonly creates: { readonly definitions: number; readonly actions: number }
  /** From the first create request of definitions to the last one's answer. */
  readonly defining: number
  /** From the first action's request to the last one's answer. */
  readonly posting: number
  /** From the first create request to the last one's answer. */
  readonly writing: number
  /** Of all requests. */
  readonly sending: number
  readonly requests: Report['requests']
  /** What the importing process held at its peak, until its report was written. */
  readonly peak: number
}

const TOKEN = 'token-of-the-bench'

/** A platform in this process, with the requests that it got: `at` in milliseconds since the epoch. */
export type BenchPlatform = {
  readonly url: string
  readonly requests: readonly Pick<RequestRecord, 'method' | 'path' | 'at'>[]
  readonly close: () => Promise<void>
}

/** Starts the emulated platform, with a connector. */
export const startBenchPlatform = async (faults: Faults): Promise<BenchPlatform> => {
  const platform = await startPlatform({ token: TOKEN, faults })
  const connector = { organisationId: 'bench', connectorId: 'api', baseUrl: 'https://api.example.com' }
  platform.seedConnector({ ...connector, versions: ['v1'] })
  return platform
}

/**
 * Imports a document, in a process of its own, into a platform in this one, and closes it.
 * @param latencyMs that of the platform
 */
export const measurePosting = async (
  folder: string,
  document: unknown,
  { platform, latencyMs = 0 }: { readonly platform: BenchPlatform; readonly latencyMs?: number },
  settings: PostingJob['settings'],
): Promise<Posting> => {
  const file = join(folder, 'posting.json')
  await writeFile(file, JSON.stringify(document))
  try {
    const job: PostingJob = { platformUrl: platform.url, token: TOKEN, connector: 'api', file, settings }
    const child = join(import.meta.dirname, 'posting-child.ts')
    const { stdout } = await promisify(execFile)(process.execPath, [child, JSON.stringify(job)])
    const { outcome, ...measured } = JSON.parse(stdout)
    if (outcome !== 'succeeded') throw new Error(`An import ended as ${outcome}.`)
    const arrivals = platform.requests.map(({ at }) => at)
    const timesOf = (kind: 'definitions' | 'actions'): number[] =>
      platform.requests.filter(({ method, path }) => method === 'POST' && path.endsWith(`/${kind}`)).map(({ at }) => at)
    const definitions = timesOf('definitions')
    const actions = timesOf('actions')
    const spread = (times: readonly number[]): number => (times.at(-1) ?? 0) - (times[0] ?? 0) + latencyMs
    return {
      ...measured,
      creates: { definitions: definitions.length, actions: actions.length },
      defining: spread(definitions),
      posting: spread(actions),
      writing: spread([...definitions, ...actions]),
      sending: spread(arrivals),
    }
  } finally {
    await platform.close()
  }
}
