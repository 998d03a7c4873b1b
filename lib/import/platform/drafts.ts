import type { ConnectClient } from '../../connect/client.ts'
import { type ConnectResult, isNotFound, success } from '../../connect/errors.ts'
import type { Version } from '../../contract/responses.ts'
import { stopIfFatal, stopsImport } from './platform-error.ts'
import { postOnce } from './post-once.ts'

/** Highest revision of a version that is looked for. */
const MAX_REVISION = 1_000

/**
 * Creates a draft version, or returns the existing version of that name: a lost response or another person may have
 * created it. Safe to repeat.
 * @throws PlatformStop
 */
export async function createDraft(
  client: ConnectClient,
  draft: { readonly name: string; readonly fromVersion?: string },
): Promise<ConnectResult<Version>> {
  const find = async (): Promise<Version | undefined> => {
    const found = await client.getVersion(draft.name)
    if (found.ok) return found.value
    stopIfFatal(found.error)
    return undefined
  }
  const created = await postOnce(client, () => client.createVersion(draft), find)
  if (created.ok || stopsImport(created.error)) return created
  // The status of a duplicate name differs between platforms.
  const found = await client.getVersion(draft.name)
  return found.ok ? found : created
}

/** A draft in place of a version that can't be changed. */
export type NextDraft = {
  readonly name: string
  /** The newest published version before it; the draft is created from this one. */
  readonly from: string
  readonly exists: boolean
}

/**
 * Finds the draft that takes the place of a version that can't be changed: the first unpublished one of `v1-r2`,
 * `v1-r3` … An existing draft is used only if `reuse` is true.
 */
export async function nextDraft(
  client: ConnectClient,
  version: string,
  reuse: boolean,
): Promise<ConnectResult<NextDraft>> {
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
