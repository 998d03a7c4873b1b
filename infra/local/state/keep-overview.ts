import { readdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createLastImports, readLastImports } from '../../../lib/store/last-imports.ts'
import { overviewPage } from '../../../lib/store/overview-page.ts'
import type { Stack } from '../aws/stack.ts'
import { reportsFolder } from './platform-folder.ts'

/**
 * Writes the page with the last imports of an organisation, from the records of a stack.
 * @returns the path of the page, and the number of connectors, which can have several versions
 */
export async function keepOverview(
  { environment, directory }: Pick<Stack, 'environment' | 'directory'>,
  organisationId: string,
): Promise<{ readonly path: string; readonly count: number }> {
  const { AWS_REGION: region = '', AWS_ENDPOINT_URL_DYNAMODB: endpoint = '', TABLE = '' } = environment
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new DynamoDBClient({ region, endpoint, credentials })
  try {
    const imports = await readLastImports(createLastImports(client, TABLE), organisationId)
    const folder = reportsFolder(directory)
    // Reports with a path of their own are not in the folder.
    const pages = new Set(await readdir(folder).catch(() => []))
    const pageOf = async ({ importId }: { readonly importId: string }): Promise<string | undefined> =>
      pages.has(`${importId}.html`) ? `${basename(folder)}/${importId}.html` : undefined
    const path = join(directory, 'overview.html')
    await writeFile(path, await overviewPage(imports, { organisationId, now: Date.now(), pageOf }))
    return { path, count: new Set(imports.map(({ target }) => target.connectorId)).size }
  } finally {
    client.destroy()
  }
}
