import { isNotFound, type Result, success } from '../../connect/errors.ts'
import type { ImportSession } from '../import-session.ts'

export type NextDraft = {
  readonly name: string
  /** The newest published version before it, which it is made from. */
  readonly from: string
  readonly exists: boolean
}

/** More revisions of one version than anybody makes. */
const MAX_REVISION = 1_000

/**
 * The draft that takes the place of a version which can't be changed: `v1-r2`, `v1-r3` … – the first that is not
 * published. One that is there already is gone on with where `reuse` says so.
 */
export async function nextDraft(
  { client }: ImportSession,
  version: string,
  reuse: boolean,
): Promise<Result<NextDraft>> {
  let from = version
  for (let revision = 2; revision <= MAX_REVISION; revision++) {
    const name = `${version}-r${revision}`
    const found = await client.getVersion(name)
    if (!found.ok) return isNotFound(found.error) ? success({ name, from, exists: false }) : found
    const published = Boolean(found.value.publishedAt)
    if (!published && reuse) return success({ name, from, exists: true })
    if (published) from = name
  }
  return success({ name: `${version}-r${MAX_REVISION + 1}`, from, exists: false })
}
