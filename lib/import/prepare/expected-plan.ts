import type { ImportSession } from '../import-session.ts'
import type { StepOutcome, StoredChanges } from '../model.ts'
import { IMPORT_REASONS } from '../reasons.ts'
import { compare } from './compare.ts'
import { identify, type Prepared } from './compare-target.ts'

/**
 * Compares the plan of a connector that does not exist with the expected one, and writes other changes to S3, for the report
 * of the refused import. Safe to repeat.
 */
export async function isExpected(
  session: ImportSession,
  { options, facts }: Pick<Prepared, 'options' | 'facts'>,
): Promise<StepOutcome<boolean>> {
  const { version } = session.target
  const { objects, batchSize } = session.dependencies
  const compared = await compare(session, { version, ledgers: [] }, options, { piece: 0 })
  if (compared === undefined) throw new Error('A version that does not exist can only have one piece.')
  const { changes } = compared
  if ((await identify(session, changes, { options, facts })) === options.expect) return { kind: 'done', value: true }
  const comparison = { ledgers: [], batchSize, dryRun: false, facts, refusal: { reason: IMPORT_REASONS.planMoved } }
  await objects.writeJson(session.keys.changes, { ...changes, version, comparison } satisfies StoredChanges)
  return { kind: 'done', value: false }
}
