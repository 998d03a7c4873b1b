import { isMapping } from '../../json/mapping.ts'

const TEXTS = new Set('title description examples example externalDocs $comment'.split(' '))
/** Keywords with schemas by name. */
const NAMED = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs'])
/** Keywords with one schema or an array of schemas. */
const NESTED = new Set(
  `items prefixItems additionalProperties allOf anyOf oneOf not if then else contains propertyNames
  unevaluatedProperties unevaluatedItems contentSchema`.split(/\s+/),
)
const MAX_LEVELS = 50

/** Returns a schema without the keywords that are texts, in each level. */
export function withoutTexts(schema: unknown, levels = MAX_LEVELS): unknown {
  if (Array.isArray(schema)) return schema.map(item => withoutTexts(item, levels))
  if (!isMapping(schema) || levels === 0) return schema
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => !TEXTS.has(keyword) && !keyword.startsWith('x-'))
      .map(([keyword, value]) => [keyword, keywordWithoutTexts(keyword, value, levels - 1)]),
  )
}

/** Returns the value of a keyword, whose schemas are without texts. */
export function keywordWithoutTexts(keyword: string, value: unknown, levels = MAX_LEVELS): unknown {
  if (NESTED.has(keyword)) return withoutTexts(value, levels)
  if (!NAMED.has(keyword) || !isMapping(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, withoutTexts(schema, levels)]))
}
