import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { CORE_SCHEMA, load } from 'js-yaml'

/** What a payload has to be: the published contract where it lies beside the checkout, or else our own short form. */
export type PlatformSchemas = {
  readonly source: 'published' | 'own'
  readonly action: ValidateFunction
  readonly trigger: ValidateFunction
  readonly definitions: ValidateFunction
  readonly connector: ValidateFunction
  readonly authScheme: ValidateFunction
}

const PUBLISHED = join(import.meta.dirname, '../../../shared/contract/connect-v1-openapi.yaml')
const OWN = join(import.meta.dirname, 'payloads.schema.json')

type Contract = { components: { schemas: Record<string, unknown> } }

/** The contract's schemas as one 2020-12 document. Unknown keywords and formats are annotations, as OpenAPI has it. */
const publishedSchemas = (): unknown => {
  const { components } = load(readFileSync(PUBLISHED, 'utf8'), { schema: CORE_SCHEMA }) as Contract
  // They require an `id` that they do not define and that only the platform can give.
  for (const name of ['ActionHTTPResponseCreate', 'TriggerHTTPResponseCreate']) {
    const response = components.schemas[name] as { allOf: { required?: string[] }[] }
    for (const part of response.allOf) {
      if (part.required) part.required = part.required.filter(field => field !== 'id')
    }
  }
  return { $id: 'platform', components }
}

/** `only` picks one of the two where both are at hand. */
export const platformSchemas = (only?: PlatformSchemas['source']): PlatformSchemas => {
  const source = only ?? (hasPublishedContract() ? 'published' : 'own')
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
  if (source === 'published') ajv.addSchema(publishedSchemas() as object)
  else ajv.addSchema(JSON.parse(readFileSync(OWN, 'utf8')) as object)
  const schema = (name: string): ValidateFunction => ajv.compile({ $ref: `platform#/components/schemas/${name}` })
  return {
    source,
    action: schema('ActionCreate'),
    trigger: schema('TriggerCreate'),
    definitions: schema('DefinitionsCreate'),
    connector: schema('HTTPConnectorCreate'),
    authScheme: schema('AuthSchemeConfig'),
  }
}

export const hasPublishedContract = (): boolean => existsSync(PUBLISHED)
