import { type AppliedContent, type IsWanted, parseContent, serialiseContent } from '../reconcile/ledger/applied.ts'
import type { Target } from '../request/target.ts'
import type { ObjectStore } from './objects.ts'

/** Key next to the target's ledger. The name of a version has no slash, so it is not the key of a ledger. */
const contentKey = ({ organisationId, connectorId, version }: Target): string =>
  `ledgers/${organisationId}/${connectorId}/content/${version}.json.gz`

/**
 * Reads the wanted part of the content that imports have last applied to a target; undefined if there is none, or if it is
 * damaged.
 */
export async function readContent(
  objects: Pick<ObjectStore, 'read' | 'unpack'>,
  target: Target,
  isWanted: IsWanted,
): Promise<AppliedContent | undefined> {
  const bytes = await objects.read(contentKey(target))
  // Only invalid content counts as damaged; errors of S3 are thrown and retried.
  return bytes && parseContent(await objects.unpack(bytes).catch(() => undefined), isWanted)
}

/** Writes the content that imports have last applied to a target, as gzipped JSON. */
export async function writeContent(
  objects: Pick<ObjectStore, 'writeJson'>,
  target: Target,
  content: AppliedContent,
): Promise<void> {
  await objects.writeJson(contentKey(target), serialiseContent(content))
}
