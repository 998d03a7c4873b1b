import type { ConnectClient } from '../../connect/client.ts'
import type { Result } from '../../connect/errors.ts'
import type { Version } from '../../contract/responses.ts'
import { PlatformStop, stopsImport } from './platform-error.ts'
import { postOnce } from './post-once.ts'

/** Creates a draft, or finds the one of that name that somebody else, or an answer that was lost, has made. @throws PlatformStop */
export async function createDraft(
  client: ConnectClient,
  draft: { readonly name: string; readonly fromVersion?: string },
): Promise<Result<Version>> {
  const find = async (): Promise<Version | undefined> => {
    const found = await client.getVersion(draft.name)
    if (found.ok) return found.value
    if (stopsImport(found.error)) throw new PlatformStop(found.error)
    return undefined
  }
  const created = await postOnce(client, () => client.createVersion(draft), find)
  if (created.ok || stopsImport(created.error)) return created
  // How a platform refuses a second one of a name is not known.
  const found = await client.getVersion(draft.name)
  return found.ok ? found : created
}
