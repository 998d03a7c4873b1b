import type { ErrorObject } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'

/** Checks that a parsed value is a JSON Schema 2020-12. @returns the error, if any */
export type SchemaCheck = (schema: unknown) => string | undefined

const describe = ({ instancePath, message }: ErrorObject): string =>
  `${instancePath === '' ? 'the schema' : instancePath} ${message ?? 'is invalid'}`

/** Creates a check against the metaschema, which is compiled at the first use. References are not resolved. */
export function createSchemaCheck(): SchemaCheck {
  let ajv: Ajv2020 | undefined
  return schema => {
    if (typeof schema === 'boolean') return undefined
    if (typeof schema !== 'object' || schema === null || Array.isArray(schema))
      return 'a schema must be an object or a boolean'
    if ('$schema' in schema && schema.$schema !== DIALECT) return `$schema must be ${DIALECT} or absent`
    ajv ??= new Ajv2020({ strict: false, validateFormats: false, logger: false })
    if (ajv.validate(DIALECT, schema)) return undefined
    return ajv.errors?.[0] === undefined ? 'is not a JSON Schema' : describe(ajv.errors[0])
  }
}
