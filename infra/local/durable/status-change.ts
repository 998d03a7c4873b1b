import { functionOf } from './ending.ts'
import type { EngineSettings } from './options.ts'
import type { ExecutionStore } from './store.ts'

/** Sends the status of an execution to the listener, unless it has received it. Sends it again after a crash meanwhile. */
export async function announceStatus(name: string, settings: EngineSettings, store: ExecutionStore): Promise<void> {
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
