import { findSources, type Source } from './find-sources.ts'
import type { Schedule } from './schedule.ts'
import { startSource } from './start-source.ts'

export type Scheduled = {
  /** Ids of the imports that were started, and of those that failed before. */
  readonly started: readonly string[]
  readonly failed: readonly string[]
  /** How many sources are not to be imported. */
  readonly skipped: number
}

/** Sources that are looked after at once. */
const AT_ONCE = 8

/**
 * Starts the import of every source; one that is broken does not stop the others.
 * @param scheduledAt what the imports' ids come from: the same time again starts nothing again
 * @throws AggregateError after all others, where a service failed us for some: the whole is safe to repeat
 */
export const runSchedule = async (schedule: Schedule, scheduledAt: string): Promise<Scheduled> => {
  const started: string[] = []
  const failed: string[] = []
  const errors: unknown[] = []
  let skipped = 0
  const look = async (source: Source): Promise<void> => {
    try {
      const outcome = await startSource(schedule, source, scheduledAt)
      if (outcome.kind === 'skipped') skipped++
      else (outcome.kind === 'started' ? started : failed).push(outcome.importId)
    } catch (error) {
      errors.push(error)
    }
  }
  const sources = findSources(schedule)
  const work = async (): Promise<void> => {
    for (let next = await sources.next(); !next.done; next = await sources.next()) await look(next.value)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} scheduled imports could not be started.`)
  return { started, failed, skipped }
}
