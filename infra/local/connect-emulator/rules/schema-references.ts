/** A parsed JSON Schema, or whatever else stands in its place. */
type Node = unknown

const ONE = [
  ...['additionalProperties', 'contains', 'contentSchema', 'else', 'if', 'items', 'not', 'propertyNames', 'then'],
  ...['unevaluatedItems', 'unevaluatedProperties'],
]
const LIST = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
const MAP = ['$defs', 'definitions', 'dependentSchemas', 'patternProperties', 'properties']

const isObject = (node: Node): node is Record<string, unknown> =>
  typeof node === 'object' && node !== null && !Array.isArray(node)

/** The schemas directly inside a schema object, by JSON Schema 2020-12: what lies in `enum` or `default` is data. */
const subschemas = (schema: Record<string, unknown>): Node[] => [
  ...ONE.map(keyword => schema[keyword]),
  ...LIST.flatMap(keyword => schema[keyword] ?? []),
  ...MAP.flatMap(keyword => (isObject(schema[keyword]) ? Object.values(schema[keyword]) : [])),
]

/** Every schema object of a schema, itself first, without recursion so that depth is no limit. */
export function schemaObjects(schema: Node): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = []
  const waiting = [schema]
  while (waiting.length > 0) {
    const node = waiting.pop()
    if (!isObject(node)) continue
    found.push(node)
    for (const child of subschemas(node)) if (isObject(child)) waiting.push(child)
  }
  return found
}

/** The values of `$ref` in schema position, each once. */
export function schemaReferences(schema: Node): string[] {
  return [...new Set(schemaObjects(schema).flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : [])))]
}
