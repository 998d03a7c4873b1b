import type { ErrorObject } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'

/** Says what makes a parsed value no JSON Schema 2020-12, or undefined when it is one. */
export type SchemaCheck = (schema: unknown) => string | undefined

const describe = ({ instancePath, message }: ErrorObject): string =>
  `${instancePath === '' ? 'the schema' : instancePath} ${message ?? 'is wrong'}`

/** Makes the check of a schema against its metaschema, which is compiled when it is first needed. References are not followed. */
export function createSchemaCheck(): SchemaCheck {
  let ajv: Ajv2020 | undefined
  return schema => {
    if (typeof schema === 'boolean') return undefined
    if (typeof schema !== 'object' || schema === null || Array.isArray(schema))
      return 'a schema is an object or a boolean'
    if ('$schema' in schema && schema.$schema !== DIALECT) return `$schema must be ${DIALECT} or be left out`
    ajv ??= new Ajv2020({ strict: false, validateFormats: false, logger: false })
    if (ajv.validate(DIALECT, schema)) return undefined
    return ajv.errors?.[0] === undefined ? 'is no JSON Schema' : describe(ajv.errors[0])
  }
}
