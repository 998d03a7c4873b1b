import { functionOf } from './ending.ts'
import type { EngineSettings } from './options.ts'
import type { ExecutionStore } from './store.ts'

/**
 * Sends the status of an execution to the listener, unless it has received it. While the listener works on one status of an
 * execution, further calls return at once, or wait for it: a listener may read the execution.
 */
export type Announcer = (name: string, options?: { readonly wait: boolean }) => Promise<void>

/** Creates the announcer of an engine. */
export function createAnnouncer(settings: EngineSettings, store: ExecutionStore): Announcer {
  const inFlight = new Map<string, Promise<void>>()
  return async (name, { wait } = { wait: false }) => {
    const current = inFlight.get(name)
    if (current !== undefined) return wait ? current : undefined
    const sent = send(name, settings, store).finally(() => inFlight.delete(name))
    inFlight.set(name, sent)
    return sent
  }
}

/** Sends a status, then records it: after a crash in between, it is sent again. */
const send = async (name: string, settings: EngineSettings, store: ExecutionStore): Promise<void> => {
  const { onStatusChange, now } = settings
  const execution = await store.find(name)
  const status = execution?.outcome?.status ?? 'RUNNING'
  if (!onStatusChange || !execution || execution.announced === status) return
  const { arn, startedAt, endedAt } = execution
  await onStatusChange({
    durableExecutionArn: arn,
    durableExecutionName: name,
    functionArn: functionOf(execution),
    status,
    startTimestamp: new Date(startedAt).toISOString(),
    ...(endedAt !== undefined && { endTimestamp: new Date(endedAt).toISOString() }),
  })
  await store.record(name, { type: 'announced', at: now(), status })
}
