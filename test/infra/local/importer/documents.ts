/** Creates a document of a few operations with schemas that refer to each other, some in a cycle. */
export const pets = (count = 4) => ({
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1.0' },
  servers: [{ url: 'https://api.example.com' }],
  paths: Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`/pets${i}/{id}`, { get: getPet(i), put: putPet(i) }]),
  ),
  components: {
    schemas: {
      Pet: {
        type: 'object',
        properties: { name: { type: 'string' }, kind: ref('Kind'), owner: ref('Owner') },
        required: ['name'],
      },
      Owner: { type: 'object', properties: { pets: { type: 'array', items: ref('Pet') } } },
      Kind: { type: 'string', enum: ['cat', 'dog'] },
      Problem: { type: 'object', properties: { message: { type: 'string' } } },
    },
  },
})

/** Names of the actions of `pets`, in alphabetical order. */
export const petActions = (count = 4): string[] =>
  Array.from({ length: count }, (_, i) => [`getPet${i}`, `putPet${i}`])
    .flat()
    .toSorted()

/** Creates a document with one operation and enough schemas for several create requests. */
export const manySchemas = (count: number) => ({
  openapi: '3.1.0',
  info: { title: 'Many', version: '1.0' },
  paths: { '/all': { get: { operationId: 'all', responses: { 200: { description: '', content: json(ref('S0')) } } } } },
  components: {
    schemas: Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `S${i}`,
        { type: 'object', properties: { id: { type: 'integer' }, ...(i + 1 < count && { next: ref(`S${i + 1}`) }) } },
      ]),
    ),
  },
})

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const json = (schema: object) => ({ 'application/json': { schema } })
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }
const responses = {
  200: { description: 'The pet', content: json(ref('Pet')) },
  default: { description: 'A problem', content: json(ref('Problem')) },
}
const getPet = (i: number) => ({ operationId: `getPet${i}`, parameters: [id], responses })
const putPet = (i: number) => ({
  operationId: `putPet${i}`,
  parameters: [id],
  requestBody: { required: true, content: json(ref('Pet')) },
  responses,
})
