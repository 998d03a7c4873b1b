import type { Known } from '../actions/link.ts'
import type { Plan } from '../actions/plan.ts'
import type { ConnectClient } from '../connect/client.ts'
import type { Changes } from '../reconcile/changes.ts'
import { importKeys, parseDocumentKey } from '../store/keys.ts'
import { ObjectTooLarge } from '../store/objects.ts'
import type { Dependencies } from './dependencies.ts'
import { type ReadResult, readDocument } from './read-document.ts'
import type { ImportRequest } from './request.ts'
import type { DefinitionResult, Requests } from './results.ts'

/** What the steps of one invocation share: whatever is large is fetched once and then at hand. */
export type Session = {
  readonly request: ImportRequest
  readonly dependencies: Dependencies
  readonly client: ConnectClient
  readonly keys: ReturnType<typeof importKeys>
  /** The document's files, from S3. */
  readonly document: () => Promise<ReadResult>
  readonly plan: () => Promise<Plan>
  readonly changes: () => Promise<Changes>
  /** The platform's ids of all definitions that the create requests before `count` have settled; a step may add to it. */
  readonly knownDefinitions: (count: number) => Promise<Map<string, Known>>
  /** The requests sent since this was last asked: each is counted by one step. */
  readonly takeRequests: () => Requests
}

export const createSession = (dependencies: Dependencies, request: ImportRequest): Session => {
  const { objects, limits } = dependencies
  const { source } = request
  const keys = importKeys(request.importId)
  const client = dependencies.connect(request.target)
  const parts = new Map<string, Promise<unknown>>()
  const known = new Map<string, Known>()
  let knownRequests = 0
  let counted: Requests = client.requests()

  const once = <T>(name: string, make: () => Promise<T>): Promise<T> => {
    const known = parts.get(name) as Promise<T> | undefined
    if (known !== undefined) return known
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

  return {
    request,
    dependencies,
    client,
    keys,
    document: () =>
      once('document', async () => {
        const location = parseDocumentKey(source.key)
        const prefix = location?.prefix ?? ''
        const root = location?.file ?? source.key
        return readDocument(
          name =>
            objects.read(prefix + name, {
              maxBytes: limits.bytes,
              ...(name === root && source.versionId !== undefined && { versionId: source.versionId }),
            }),
          root,
          limits,
        ).catch(refuseTooLarge)
      }),
    plan: () => stored<Plan>(keys.plan),
    changes: () => stored<Changes>(keys.changes),
    knownDefinitions: async count => {
      const missing = Array.from({ length: Math.max(0, count - knownRequests) }, (_, i) => knownRequests + i)
      const settled = await Promise.all(missing.map(i => stored<readonly DefinitionResult[]>(keys.definitions(i))))
      for (const { name, id, url } of settled.flat())
        if (id !== undefined && url !== undefined) known.set(name, { id, url })
      knownRequests = Math.max(knownRequests, count)
      return known
    },
    takeRequests: () => {
      const now = client.requests()
      const since = {
        sent: now.sent - counted.sent,
        retried: now.retried - counted.retried,
        throttled: now.throttled - counted.throttled,
      }
      counted = now
      return since
    },
  }
}

/** A file that S3 has but that is too large to be fetched. */
const refuseTooLarge = (error: unknown): ReadResult => {
  if (!(error instanceof ObjectTooLarge)) throw error
  const problem = { severity: 'error', code: 'too-large', message: error.message, pointer: '#' } as const
  return { ok: false, bytes: error.bytes, sha256: '', problem }
}
