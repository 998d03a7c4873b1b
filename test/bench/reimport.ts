import { join } from 'node:path'
import { startStack } from '../../infra/local/aws/stack.ts'
import { createLocalImporter } from '../../infra/local/importer/local-import.ts'

/** Of lists, in items: what the client asks for, and the platform's most. */
const PAGE = 100
/** Requests beyond those for lists. */
const FURTHER = 5

export type Reimport = {
  readonly reads: number
  readonly allowedReads: number
  readonly writes: number
}

/** Imports a document twice, and counts what the second time asks of an emulated platform. */
export const measureReimport = async (folder: string, document: unknown): Promise<Reimport> => {
  const stack = await startStack({ stateDirectory: join(folder, 'reimport'), token: 'token' })
  try {
    const { platform } = stack
    if (platform === undefined) throw new Error('The stack has no platform.')
    const target = { organisationId: 'bench', connectorId: 'api', version: 'v1' }
    platform.seedConnector({ ...target, baseUrl: 'https://api.example.com', versions: ['v1'] })
    const importer = createLocalImporter(stack, { MAX_REQUESTS_PER_SECOND: '2000' })
    const files = new Map([['api.json', Buffer.from(JSON.stringify(document))]])
    const run = async () => importer.finish(await importer.start({ target, options: {}, root: 'api.json', files }))
    await run()
    const before = platform.requests.length
    const { outcome, counts } = await run()
    if (outcome !== 'unchanged') throw new Error(`The import of an unchanged document ended as ${outcome}.`)
    const methods = platform.requests.slice(before).map(({ method }) => method)
    const reads = methods.filter(method => method === 'GET').length
    const pages = (items: number): number => Math.ceil(items / PAGE)
    const allowedReads = pages(counts.actions.unchanged) + pages(counts.definitions.unchanged) + FURTHER
    return { reads, allowedReads, writes: methods.length - reads }
  } finally {
    await stack.close()
  }
}
