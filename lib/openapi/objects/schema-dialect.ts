import { schemaDialect } from '../../diagnostics/kinds/schemas.ts'
import { report } from '../../diagnostics/report.ts'
import type { Location } from '../../json/location.ts'
import { getField } from '../../json/mapping.ts'
import type { Context } from './context.ts'

/**
 * Dialects whose keywords have the meaning that OpenAPI gives them: its own, and the JSON Schema that it extends.
 * @see https://spec.openapis.org/oas/v3.1.1.html#specifying-schema-dialects
 */
const OWN = /^https:\/\/(?:spec\.openapis\.org\/oas\/3\.\d\/dialect\/|json-schema\.org\/draft\/2020-12\/schema#?$)/

/** JSON Schema that OpenAPI 2.0 and 3.0 extend. */
const OWN_BEFORE_31 = /^https?:\/\/json-schema\.org\/(?:draft-0[45]\/)?schema#?$/

/** A keyword or field that names a dialect by its URI; undefined if it is absent. */
type Named = { readonly keyword: string; readonly uri: unknown; readonly at: Location }

/** Reports another dialect of JSON Schema than that of the document's version. */
export function reportSchemaDialect(
  { dialect, problems }: Pick<Context, 'dialect' | 'problems'>,
  { keyword, uri, at }: Named,
): void {
  if (uri === undefined) return
  const own = dialect === '2.0' || dialect === '3.0' ? OWN_BEFORE_31 : OWN
  if (typeof uri === 'string' && own.test(uri)) return
  report(problems, schemaDialect.ignored(dialect, keyword, uri), at)
}

/** Reports the `jsonSchemaDialect` of the document if it is another one; before 3.1 the field does not exist. */
export function reportDocumentDialect(context: Context): void {
  const { value: uri, at } = getField(context.document, 'jsonSchemaDialect')
  reportSchemaDialect(context, { keyword: 'jsonSchemaDialect', uri, at })
}
