/** The number of operations that share a group of schemas. */
const GROUP = 10

/**
 * Generates an OpenAPI document with this number of operations and schemas that refer to each other. Revision 2 changes
 * every fifth operation, renames others, removes some together with schemas that only they use, changes schemas, and
 * adds operations.
 */
export function generateApi(operations: number, revision: 1 | 2 = 1) {
  const paths: Record<string, Record<string, unknown>> = {}
  const schemas: Record<string, unknown> = { Problem: { type: 'object', properties: { message: TEXT } } }
  for (let i = 0; i < operations; i++) {
    const group = Math.floor(i / GROUP)
    schemas[`Item${group}`] = item(group, revision)
    schemas[`Owner${group}`] = { type: 'object', properties: { items: { type: 'array', items: ref(`Item${group}`) } } }
    const isRemoved = i % 7 === 3
    if (isRemoved && revision === 2) continue
    if (isRemoved) schemas[`Only${i}`] = { type: 'object', properties: { item: ref(`Item${group}`) } }
    const item200 = isRemoved ? `Only${i}` : `Item${group}`
    const path = `/items${Math.floor(i / 2)}/{id}`
    paths[path] = { ...paths[path], [i % 2 === 0 ? 'get' : 'put']: operation(i, item200, revision) }
  }
  if (revision === 2)
    for (let i = 0; i < operations / GROUP; i++) {
      schemas[`New${i}`] = { type: 'object', properties: { item: ref(`Item${i}`) } }
      paths[`/new${i}/{id}`] = { get: operation(operations + 5 * i, `New${i}`, revision) }
    }
  return {
    openapi: '3.1.0',
    info: { title: 'Shop', version: String(revision) },
    servers: [{ url: 'https://api.example.com' }],
    paths,
    components: { schemas },
  }
}

/** Generates webhooks of `generateApi`'s schemas. Revision 2 changes one, renames one, removes one, and adds one. */
export function generateWebhooks(count: number, revision: 1 | 2 = 1): Record<string, unknown> {
  const event = (i: number) => ({
    post: {
      ...(revision === 2 && i === 1 && { operationId: 'renamed' }),
      summary: revision === 2 && i === 0 ? 'Changed' : `Event ${i}`,
      requestBody: { required: true, content: json('Item0') },
      responses: { 200: { description: 'OK' } },
    },
  })
  const numbers = Array.from({ length: count }, (_, i) => i)
  const wanted = revision === 1 ? numbers : [...numbers.filter(i => i !== 2), count]
  return Object.fromEntries(wanted.map(i => [`event${i}`, event(i)]))
}

const TEXT = { type: 'string' }
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const json = (name: string) => ({ 'application/json': { schema: ref(name) } })

const item = (group: number, revision: 1 | 2) => ({
  type: 'object',
  properties: {
    name: TEXT,
    owner: ref(`Owner${group}`),
    ...(revision === 2 && group % 2 === 0 && { colour: TEXT }),
  },
})

const operation = (i: number, name: string, revision: 1 | 2) => ({
  operationId: revision === 2 && i % 5 === 1 ? `operation${i}Renamed` : `operation${i}`,
  summary: `Operation ${i}`,
  parameters: [
    { name: 'id', in: 'path', required: true, schema: TEXT },
    ...(revision === 2 && i % 5 === 2 ? [{ name: 'colour', in: 'query', schema: TEXT }] : []),
  ],
  ...(i % 2 === 1 && { requestBody: { required: true, content: json(name) } }),
  responses: {
    200: { description: 'OK', content: json(name) },
    default: { description: 'A problem', content: json('Problem') },
  },
})
