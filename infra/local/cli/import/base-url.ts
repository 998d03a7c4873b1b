import { withScheme } from '../../../../lib/conversion/paths/server-url.ts'
import type { ReadDocument } from '../../../../lib/document/read-document.ts'
import { root } from '../../../../lib/json/location.ts'
import type { Context } from '../../../../lib/openapi/objects/context.ts'
import { listEndpoints } from '../../../../lib/openapi/objects/path-item.ts'
import { readCommonServers, readDocumentServers } from '../../../../lib/openapi/objects/server.ts'
import { specificationOf } from '../../../../lib/openapi/objects/version.ts'
import { createResolver } from '../../../../lib/openapi/references/resolver.ts'

/** Returns a base URL for the connector: the first absolute server of the document, or a placeholder. */
export function connectorBaseUrl({ files, rootFile }: ReadDocument): string {
  const specification = specificationOf(files.get(rootFile), rootFile)
  if (!specification.ok) return PLACEHOLDER
  const context: Context = {
    dialect: specification.dialect,
    document: { value: specification.document, at: root(rootFile) },
    resolver: createResolver(files),
    problems: [],
    omissions: new Map(),
  }
  const servers =
    readCommonServers(context, listEndpoints(context, { has: () => false }).endpoints) ?? readDocumentServers(context)
  const absolute = servers.map(({ url }) => withScheme(url)).find(url => /^https?:\/\//i.test(url))
  const relative = servers.find(({ url }) => url.startsWith('/'))?.url ?? ''
  return absolute ?? PLACEHOLDER + relative.replace(/\/+$/, '')
}

const PLACEHOLDER = 'https://api.example.com'
