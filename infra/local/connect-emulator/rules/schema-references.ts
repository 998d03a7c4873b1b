/** A parsed JSON Schema, or an invalid value in its place. */
type Node = unknown

const ONE = [
  ...['additionalProperties', 'contains', 'contentSchema', 'else', 'if', 'items', 'not', 'propertyNames', 'then'],
  ...['unevaluatedItems', 'unevaluatedProperties'],
]
const LIST = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
const MAP = ['$defs', 'definitions', 'dependentSchemas', 'patternProperties', 'properties']

const isObject = (node: Node): node is Record<string, unknown> =>
  typeof node === 'object' && node !== null && !Array.isArray(node)

/** Returns the direct subschemas of a schema object (JSON Schema 2020-12). Values of `enum` or `default` are data. */
const subschemas = (schema: Record<string, unknown>): Node[] => [
  ...ONE.map(keyword => schema[keyword]),
  ...LIST.flatMap(keyword => schema[keyword] ?? []),
  ...MAP.flatMap(keyword => (isObject(schema[keyword]) ? Object.values(schema[keyword]) : [])),
]

/** Returns a schema object and all its nested ones, without recursion, so that the depth is not limited. */
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

/** Returns the distinct values of `$ref` in a schema. */
export function schemaReferences(schema: Node): string[] {
  return [...new Set(schemaObjects(schema).flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : [])))]
}
