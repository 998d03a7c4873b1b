import type { ConnectClient } from '../connect/client.ts'
import type { PlatformDefinition } from '../conversion/link.ts'
import type { Plan } from '../conversion/plan.ts'
import type { Result } from '../diagnostics/result.ts'
import type { FileContent } from '../document/file-content.ts'
import type { ReadResult } from '../document/read-document.ts'
import { createFingerprints, type Fingerprints } from '../reconcile/compare/fingerprint.ts'
import type { Changes } from '../reconcile/decide/decide-changes.ts'
import type { ImportOptions } from '../request/import-options.ts'
import type { ImportRequest } from '../request/import-request.ts'
import type { Target } from '../request/target.ts'
import { importKeys, parseDocumentKey } from '../store/keys.ts'
import { missingObject, ObjectTooLarge, ObjectUnreadable } from '../store/objects.ts'
import { lazy } from '../util/lazy.ts'
import type { Dependencies } from './dependencies.ts'
import { addRequests, type DefinitionResult, NO_REQUESTS, type Requests, type StoredChanges } from './model.ts'
import { readOptions } from './prepare/read-options.ts'
import { createKnownForm, type KnownForm } from './write/resource-form.ts'

/**
 * State that the steps of one invocation share. Document, plan and changes are read from S3 on first use and then cached.
 * Readers throw an `ObjectUnreadable` if an object does not exist or is damaged.
 */
export type ImportSession = {
  readonly request: ImportRequest
  readonly dependencies: Dependencies
  /** The version that is written to: the requested one, or the one that replaces it. */
  readonly target: Target
  readonly client: ConnectClient
  readonly keys: ReturnType<typeof importKeys>
  /** Reads the options of the request and of `import.json`. The problem is the reason of the import. */
  readonly options: () => Promise<Result<ImportOptions, string>>
  readonly document: () => Promise<ReadResult>
  /** Drops the document from memory, once there is a plan. */
  readonly releaseDocument: () => void
  readonly plan: () => Promise<Plan>
  /** Writes the plan to S3, and keeps it. */
  readonly writePlan: (plan: Plan) => Promise<void>
  readonly changes: () => Promise<Changes & Pick<StoredChanges, 'impacts'>>
  /** Media types of each planned definition, by its name. */
  readonly accepts: () => Promise<ReadonlyMap<string, readonly string[]>>
  /** Definitions that the first `count` create requests have settled, by name; a step may add to the map. */
  readonly knownDefinitions: (count: number) => Promise<Map<string, PlatformDefinition>>
  /** Adds the results of a create request that is settled, so that they are not read from S3. */
  readonly addDefinitions: (request: number, results: readonly DefinitionResult[]) => void
  /** Makes a value once in this invocation, by its name. A failure is not kept. */
  readonly once: <T>(name: string, make: () => Promise<T>) => Promise<T>
  /** Fingerprints of the plan, which the comparison and the ledger need. */
  readonly fingerprints: Fingerprints
  /** Form of new actions that the platform accepts. */
  readonly form: KnownForm
  /** Returns the requests since the last call, to all versions: each is counted by one step. */
  readonly drainRequestCounts: () => Requests
  /** Frees the import's share of the platform's request rate, after its last request. */
  readonly release: () => Promise<void>
  /** Returns this import for another version; its artifacts get their own prefix if `folder` is given. */
  readonly forVersion: (version: string, folder?: string) => ImportSession
  /** Name that the request has for a connector that an import has created; absent if it has the id. */
  readonly alias?: string
  /** Returns this import for the connector that was created for the name in the request. */
  readonly forConnector: (connectorId: string) => ImportSession
}

/** Creates the session of one invocation, for the requested version. Reads nothing. */
export function createSession(dependencies: Dependencies, request: ImportRequest): ImportSession {
  const { version } = request.target
  const counter = createCounter()
  return openSession({ dependencies, request, version, folder: '', counter, form: createKnownForm() })
}

/** Counts the requests of several clients together. */
const createCounter = () => {
  const clients: ConnectClient[] = []
  let counted: Requests = NO_REQUESTS
  const total = (): Requests => clients.map(client => client.requests()).reduce(addRequests, NO_REQUESTS)
  return {
    add: (client: ConnectClient): ConnectClient => {
      clients.push(client)
      return client
    },
    release: async (): Promise<void> => {
      await Promise.all(clients.map(client => client.release()))
    },
    drain: (): Requests => {
      const before = counted
      counted = total()
      const { sent, retried, throttled } = counted
      return { sent: sent - before.sent, retried: retried - before.retried, throttled: throttled - before.throttled }
    },
  }
}

type SessionInput = {
  readonly dependencies: Dependencies
  readonly request: ImportRequest
  readonly version: string
  readonly folder: string
  readonly counter: ReturnType<typeof createCounter>
  readonly form: KnownForm
  readonly alias?: string
  /** Client of another session, for this target. */
  readonly client?: () => ConnectClient
}

/** File of a document in S3, and the most bytes to read of it. */
type StoredFile = { readonly key: string; readonly isRoot: boolean; readonly maxBytes: number | undefined }

const openSession = (input: SessionInput): ImportSession => {
  const { dependencies, request, version, folder, counter } = input
  const { objects, limits } = dependencies
  const { source } = request
  const target = { ...request.target, version }
  const keys = importKeys(request.importId, folder)
  const client = lazy(input.client ?? (() => counter.add(dependencies.connect(target))))
  const cache = new Map<string, Promise<unknown>>()
  const known = new Map<string, PlatformDefinition>()
  const knownRequests = new Set<number>()

  const cached = <T>(name: string, make: () => Promise<T>): Promise<T> => {
    const begun = cache.get(name) as Promise<T> | undefined
    if (begun !== undefined) return begun
    const made = make()
    cache.set(name, made)
    // A failure is not cached, since the step is tried again.
    made.catch(() => cache.delete(name))
    return made
  }
  const stored = <T>(key: string): Promise<T> =>
    cached(key, async () => {
      const value = await objects.readJson<T>(key)
      if (value === undefined) throw missingObject(key)
      return value
    })

  const readFile = async ({ key, isRoot, maxBytes = limits.bytes }: StoredFile): Promise<FileContent> => {
    const versionId = isRoot && source.versionId !== undefined ? { versionId: source.versionId } : {}
    try {
      return await objects.read(key, { maxBytes, ...versionId })
    } catch (error) {
      if (error instanceof ObjectTooLarge) return { failed: error.message, tooLarge: error.bytes }
      // The rest of the document can be read without a part.
      if (error instanceof ObjectUnreadable && !isRoot) return { failed: error.message }
      throw error
    }
  }
  const fetchFile = async (url: string): Promise<FileContent> => {
    const answer = await dependencies.web.get(url)
    if (answer.kind === 'found') return answer.bytes
    return { failed: answer.kind === 'failed' ? `${answer.reason}.` : 'the server answered 304 (not modified).' }
  }

  const addDefinitions = (request: number, results: readonly DefinitionResult[]): void => {
    for (const { name, id, url } of results) if (id !== undefined && url !== undefined) known.set(name, { id, url })
    knownRequests.add(request)
    cache.set(keys.definitions(request), Promise.resolve(results))
  }

  const options = () => cached('options', () => readOptions(dependencies, request))

  const plan = (): Promise<Plan> => stored<Plan>(keys.plan)

  return {
    request,
    dependencies,
    target,
    get client() {
      return client()
    },
    keys,
    options,
    document: () =>
      cached('document', async () => {
        const location = parseDocumentKey(source.key)
        const prefix = location?.prefix ?? ''
        const root = location?.file ?? source.key
        const { findOverlays, readDocument } = await import('./conversion.ts')
        return readDocument(
          (name, maxBytes) => readFile({ key: prefix + name, isRoot: name === root, maxBytes }),
          root,
          limits,
          // The bytes are as large as the document, and S3 has them.
          {
            fetchUrl: fetchFile,
            keepSources: false,
            findOverlays: async () => {
              const read = await options()
              // The import ends with that problem.
              return read.ok ? findOverlays(objects, { prefix, file: root }, read.value) : undefined
            },
          },
        )
      }),
    releaseDocument: () => {
      cache.delete('document')
    },
    plan,
    writePlan: async made => {
      await objects.writeJson(keys.plan, made)
      cache.set(keys.plan, Promise.resolve(made))
    },
    changes: () => stored<StoredChanges>(keys.changes),
    accepts: () =>
      cached('accepts', async () => new Map((await plan()).definitions.map(({ name, accept }) => [name, accept]))),
    knownDefinitions: async count => {
      const missing = Array.from({ length: count }, (_, i) => i).filter(i => !knownRequests.has(i))
      const read = async (i: number) =>
        addDefinitions(i, await stored<readonly DefinitionResult[]>(keys.definitions(i)))
      await Promise.all(missing.map(read))
      return known
    },
    addDefinitions,
    once: cached,
    fingerprints: createFingerprints(),
    form: input.form,
    drainRequestCounts: counter.drain,
    ...(input.alias !== undefined && { alias: input.alias }),
    forConnector: connectorId => {
      const alias = request.target.connectorId
      const linked = { ...request, target: { ...request.target, connectorId } }
      // One client: two would share the request rate like two imports.
      return openSession({ ...input, request: linked, alias, client: () => client().forTarget(linked.target) })
    },
    release: counter.release,
    forVersion: (other, otherFolder = folder) =>
      openSession({
        ...{ ...input, version: other, folder: otherFolder },
        ...(input.client && { client: () => client().forTarget({ ...target, version: other }) }),
      }),
  }
}
