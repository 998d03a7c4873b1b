import type { ConnectClient } from '../connect/client.ts'
import type { Known } from '../conversion/link.ts'
import type { Plan } from '../conversion/plan.ts'
import type { FileContent } from '../document/file-content.ts'
import type { ReadResult } from '../document/read-document.ts'
import type { Changes } from '../reconcile/decide-changes.ts'
import type { ImportRequest } from '../request/import-request.ts'
import type { Target } from '../request/target.ts'
import { importKeys, parseDocumentKey } from '../store/keys.ts'
import { ObjectTooLarge } from '../store/objects.ts'
import type { Dependencies } from './dependencies.ts'
import { addRequests, type DefinitionResult, NO_REQUESTS, type Requests } from './model.ts'

/** What the steps of one invocation share: whatever is large is fetched once and then at hand. */
export type ImportSession = {
  readonly request: ImportRequest
  readonly dependencies: Dependencies
  /** The connector version that is written to: the one asked for, or one that takes its place. */
  readonly target: Target
  readonly client: ConnectClient
  readonly keys: ReturnType<typeof importKeys>
  /** The document's files, from S3. */
  readonly document: () => Promise<ReadResult>
  /** Lets go of the document, which is large, once there is a plan. */
  readonly releaseDocument: () => void
  readonly plan: () => Promise<Plan>
  readonly changes: () => Promise<Changes>
  /** The media types of each planned definition, by its name. */
  readonly accepts: () => Promise<ReadonlyMap<string, readonly string[]>>
  /** The platform's ids of all definitions that the create requests before `count` have settled; a step may add to it. */
  readonly knownDefinitions: (count: number) => Promise<Map<string, Known>>
  /** The requests sent since this was last asked, for any version: each is counted by one step. */
  readonly drainRequestCounts: () => Requests
  /** The same import, on another version; what it makes there is kept in a folder of its own where one is named. */
  readonly forVersion: (version: string, part?: string) => ImportSession
}

const NO_SOURCES: ReadonlyMap<string, Uint8Array> = new Map()

export function createSession(dependencies: Dependencies, request: ImportRequest): ImportSession {
  return sessionAt(dependencies, request, request.target.version, '', createTally())
}

/** Counts the requests of several clients together. */
const createTally = () => {
  const clients: ConnectClient[] = []
  let counted: Requests = NO_REQUESTS
  const total = (): Requests => clients.map(client => client.requests()).reduce(addRequests, NO_REQUESTS)
  return {
    add: (client: ConnectClient): ConnectClient => {
      clients.push(client)
      return client
    },
    take: (): Requests => {
      const before = counted
      counted = total()
      const { sent, retried, throttled } = counted
      return { sent: sent - before.sent, retried: retried - before.retried, throttled: throttled - before.throttled }
    },
  }
}

const sessionAt = (
  dependencies: Dependencies,
  request: ImportRequest,
  version: string,
  part: string,
  tally: ReturnType<typeof createTally>,
): ImportSession => {
  const { objects, limits } = dependencies
  const { source } = request
  const target = { ...request.target, version }
  const keys = importKeys(request.importId, part)
  const client = tally.add(dependencies.connect(target))
  const parts = new Map<string, Promise<unknown>>()
  const known = new Map<string, Known>()
  let knownRequests = 0

  const once = <T>(name: string, make: () => Promise<T>): Promise<T> => {
    const begun = parts.get(name) as Promise<T> | undefined
    if (begun !== undefined) return begun
    const made = make()
    parts.set(name, made)
    // A failed fetch must not be remembered: the step is tried again.
    made.catch(() => parts.delete(name))
    return made
  }
  const stored = <T>(key: string): Promise<T> =>
    once(key, async () => {
      const value = await objects.readJson<T>(key)
      if (value === undefined) throw new Error(`${key} is gone; start the import again.`)
      return value
    })

  const readFile = async (key: string, isRoot: boolean): Promise<FileContent> => {
    const version = isRoot && source.versionId !== undefined ? { versionId: source.versionId } : {}
    try {
      return await objects.read(key, { maxBytes: limits.bytes, ...version })
    } catch (error) {
      if (error instanceof ObjectTooLarge) return { failed: error.message, tooLarge: error.bytes }
      throw error
    }
  }
  const fetchFile = async (url: string): Promise<FileContent> => {
    const answer = await dependencies.web.get(url)
    if (answer.kind === 'found') return answer.bytes
    return { failed: answer.kind === 'failed' ? `${answer.reason}.` : 'it was not sent.' }
  }

  const plan = (): Promise<Plan> => stored<Plan>(keys.plan)

  return {
    request,
    dependencies,
    target,
    client,
    keys,
    document: () =>
      once('document', async () => {
        const location = parseDocumentKey(source.key)
        const prefix = location?.prefix ?? ''
        const root = location?.file ?? source.key
        const { readDocument } = await import('./conversion.ts')
        const read = await readDocument(name => readFile(prefix + name, name === root), root, limits, fetchFile)
        // Its bytes are as large as the document, and nobody asks for them again.
        return read.ok ? { ok: true, document: { ...read.document, sources: NO_SOURCES } } : read
      }),
    releaseDocument: () => {
      parts.delete('document')
    },
    plan,
    changes: () => stored<Changes>(keys.changes),
    accepts: () =>
      once('accepts', async () => new Map((await plan()).definitions.map(({ name, accept }) => [name, accept]))),
    knownDefinitions: async count => {
      const missing = Array.from({ length: Math.max(0, count - knownRequests) }, (_, i) => knownRequests + i)
      const settled = await Promise.all(missing.map(i => stored<readonly DefinitionResult[]>(keys.definitions(i))))
      for (const { name, id, url } of settled.flat())
        if (id !== undefined && url !== undefined) known.set(name, { id, url })
      knownRequests = Math.max(knownRequests, count)
      return known
    },
    drainRequestCounts: tally.take,
    forVersion: (other, folder = part) => sessionAt(dependencies, request, other, folder, tally),
  }
}
