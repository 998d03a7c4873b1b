import { findSources } from './find-sources.ts'
import { type Schedule, startSource } from './start-source.ts'

export type Scheduled = {
  /** Ids of the started imports. */
  readonly started: readonly string[]
  /** Ids of imports that were started only to report why their source can't be imported. */
  readonly broken: readonly string[]
  /** Number of sources with `"scheduled": false`. */
  readonly skipped: number
}

const CONCURRENT_SOURCES = 8

/**
 * Starts the import of every source. An error of one source does not stop the others.
 * @param scheduledAt part of the import ids: a repeated call with the same time starts nothing twice
 * @throws AggregateError at the end, if a service failed for some sources. The call can be repeated.
 */
export async function runSchedule(schedule: Schedule, scheduledAt: string): Promise<Scheduled> {
  const started: string[] = []
  const broken: string[] = []
  const errors: unknown[] = []
  let skipped = 0
  const collectError = (error: unknown): void => {
    errors.push(error)
  }
  const sources = findSources(schedule.objects)
  const startNext = async (): Promise<void> => {
    for (let next = await sources.next(); !next.done; next = await sources.next())
      try {
        const outcome = await startSource(schedule, next.value, scheduledAt)
        if (outcome.kind === 'skipped') skipped++
        else (outcome.kind === 'started' ? started : broken).push(outcome.importId)
      } catch (error) {
        collectError(error)
      }
  }
  // An error of the listing ends one worker; the generator is then done for the others.
  await Promise.all(Array.from({ length: CONCURRENT_SOURCES }, () => startNext().catch(collectError)))
  if (errors.length > 0) throw new AggregateError(errors, describeErrors(errors))
  return { started, broken, skipped }
}

const describeErrors = ([first, ...others]: readonly unknown[]): string => {
  const cause = first instanceof Error ? `${first.name}: ${first.message}` : String(first)
  const count = others.length === 0 ? '' : ` (${others.length + 1} errors, first shown)`
  return `Can't start all scheduled imports${count}: ${cause}. Run the schedule again: it starts no import twice.`
}
