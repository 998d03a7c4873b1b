import type { ConnectClient } from '../../connect/client.ts'
import type { PlatformState } from '../../reconcile/compare/platform-state.ts'
import { missingObject } from '../../store/objects.ts'
import type { StepKind } from '../durable-step.ts'
import type { ImportSession } from '../import-session.ts'
import type { StepOutcome } from '../model.ts'
import type { CountItems } from '../progress.ts'
import type { StepRunner } from '../step-runner.ts'
import { joinParts, type PlatformPart, readPart, type Wanted } from './read-platform.ts'

/** Time after which a piece ends with its current page, in milliseconds: a fifth of an invocation. */
const PIECE_MS = 180_000

/** The reading of one version. */
export type VersionReading = {
  readonly client: ConnectClient
  /** Session whose keys the pieces are stored under. */
  readonly session: ImportSession
  readonly wanted: Wanted
  /** Counts the items read, for the progress. */
  readonly count?: CountItems
}

/**
 * Reads the next piece of a version, where the piece before it ended. A piece that is not the last one is written to S3.
 * Safe to repeat.
 * @returns the state of the whole version after the last piece, undefined before
 * @throws PlatformStop
 */
export async function readPiece(
  { client, session, wanted, count }: VersionReading,
  piece: number,
): Promise<PlatformState | undefined> {
  const { keys, dependencies } = session
  const { objects, now } = dependencies
  const load = async (index: number): Promise<PlatformPart> => {
    const part = await objects.readJson<PlatformPart>(keys.platform(index))
    if (part === undefined) throw missingObject(keys.platform(index))
    return part
  }
  const from = piece === 0 ? undefined : (await load(piece - 1)).next
  const begin = now()
  const part = await readPart(client, {
    wanted,
    from,
    isSpent: () => now() - begin >= PIECE_MS,
    ...(count && { count }),
  })
  if (part.next !== undefined) {
    await objects.writeJson(keys.platform(piece), part)
    return undefined
  }
  const earlier = await Promise.all(Array.from({ length: piece }, (_, index) => load(index)))
  return joinParts([...earlier, part])
}

/** Runs a step in pieces, each a checkpoint, until a piece returns a value. */
export async function stepInPieces<T>(
  run: Pick<StepRunner, 'step'>,
  name: string,
  work: (piece: number, count: CountItems) => Promise<StepOutcome<T | undefined>>,
  kind: StepKind = 'reads',
): Promise<StepOutcome<T>> {
  for (let piece = 0; ; piece++) {
    const outcome = await run.step(piece === 0 ? name : `${name}-${piece}`, count => work(piece, count), kind)
    if (outcome.kind !== 'done') return outcome
    if (outcome.value !== undefined) return { ...outcome, value: outcome.value }
  }
}
