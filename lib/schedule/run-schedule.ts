import { findSources, type Source } from './find-sources.ts'
import type { Schedule } from './schedule.ts'
import { startSource } from './start-source.ts'

export type Scheduled = {
  /** Ids of the imports that were started. */
  readonly started: readonly string[]
  /** Ids of those that were started only to say why their source can't be imported. */
  readonly broken: readonly string[]
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
export async function runSchedule(schedule: Schedule, scheduledAt: string): Promise<Scheduled> {
  const started: string[] = []
  const broken: string[] = []
  const errors: unknown[] = []
  let skipped = 0
  const collectError = (error: unknown): void => {
    errors.push(error)
  }
  const look = async (source: Source): Promise<void> => {
    const outcome = await startSource(schedule, source, scheduledAt)
    if (outcome.kind === 'skipped') skipped++
    else (outcome.kind === 'started' ? started : broken).push(outcome.importId)
  }
  const sources = findSources(schedule)
  const work = async (): Promise<void> => {
    for (let next = await sources.next(); !next.done; next = await sources.next())
      await look(next.value).catch(collectError)
  }
  // A listing that breaks off ends one of them; the others end with what they have begun.
  await Promise.all(Array.from({ length: AT_ONCE }, () => work().catch(collectError)))
  if (errors.length > 0) throw new AggregateError(errors, notStarted(errors))
  return { started, broken, skipped }
}

const notStarted = ([first, ...others]: readonly unknown[]): string => {
  const cause = first instanceof Error ? `${first.name}: ${first.message}` : String(first)
  const more = others.length === 0 ? '' : `, the first of ${others.length + 1}`
  return `A scheduled import could not be started${more}: ${cause}. Start the schedule again: what it has started, it does not start twice.`
}
