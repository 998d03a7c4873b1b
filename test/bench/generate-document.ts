/** Whole numbers from 0 up to but not including `below`, the same for the same seed (xorshift32). */
export type Random = (below: number) => number

export const createRandom = (seed: number): Random => {
  let state = seed | 1
  return below => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

const WORDS =
  'account order item price customer address payment invoice shipment refund status amount currency region owner label the of and a for each with when is may be set by'.split(
    ' ',
  )
const FORMATS = ['date-time', 'uuid', 'email', 'uri', undefined, undefined]
/** Operations that share a group of schemas, so that a document of any size looks alike. */
const GROUP = 20
const SCHEMAS_PER_GROUP = 40

/** An OpenAPI 3.0 document like a vendor's: about five kilobytes an operation, most of it schemas and prose. */
export const generateDocument = (operations: number, seed = 1): Record<string, unknown> => {
  const random = createRandom(seed)
  const schemas: Record<string, unknown> = {}
  const paths: Record<string, unknown> = {}
  for (let start = 0; start < operations; start += GROUP) {
    const names = Array.from({ length: SCHEMAS_PER_GROUP }, (_, i) => `Model${start / GROUP}_${i}`)
    const reference = () => ({ $ref: `#/components/schemas/${names[random(names.length)]}` })
    for (const name of names) schemas[name] = model(random, reference)
    for (let i = start; i < Math.min(start + GROUP, operations); i++)
      paths[`/v1/groups/{group_id}/things${i}/{id}`] = { [i % 2 ? 'get' : 'post']: operation(random, reference, i) }
  }
  return {
    openapi: '3.0.3',
    info: { title: 'Generated', version: '1' },
    servers: [{ url: 'https://api.example.com' }],
    paths,
    components: { schemas },
  }
}

type Reference = () => { $ref: string }

const prose = (random: Random, words: number): string =>
  `${Array.from({ length: words }, () => WORDS[random(WORDS.length)]).join(' ')}.`

const model = (random: Random, reference: Reference): unknown => {
  const own = {
    type: 'object',
    description: prose(random, 15),
    required: ['field0', 'field1'],
    properties: Object.fromEntries(
      Array.from({ length: 4 + random(8) }, (_, i) => [`field${i}`, property(random, reference)]),
    ),
  }
  return random(4) === 0 ? { allOf: [reference(), own] } : own
}

const property = (random: Random, reference: Reference): unknown => {
  const description = prose(random, 12)
  const kind = random(10)
  if (kind === 0) return reference()
  if (kind === 1) return { type: 'array', description, items: reference() }
  if (kind === 2) return { type: 'string', description, enum: WORDS.slice(0, 3 + random(8)), nullable: true }
  if (kind === 3) return { type: 'integer', format: 'int64', minimum: 0, description, example: 7 }
  if (kind === 4) return { type: 'object', description, additionalProperties: { type: 'string' } }
  const format = FORMATS[random(FORMATS.length)]
  return { type: 'string', description, maxLength: 255, ...(format !== undefined && { format }) }
}

const json = (schema: unknown) => ({ 'application/json': { schema } })

const parameter = (name: string, location: 'path' | 'query', random: Random) => ({
  name,
  in: location,
  required: location === 'path',
  description: prose(random, 14),
  schema: location === 'path' ? { type: 'string' } : { type: 'integer', minimum: 1, default: 20 },
})

const operation = (random: Random, reference: Reference, i: number): unknown => ({
  operationId: `operation_${i}`,
  summary: prose(random, 6),
  description: prose(random, 40),
  tags: ['things'],
  parameters: [
    parameter('group_id', 'path', random),
    parameter('id', 'path', random),
    parameter('page', 'query', random),
    parameter('limit', 'query', random),
  ],
  ...(i % 2 === 0 && { requestBody: { required: true, content: json(reference()) } }),
  responses: {
    200: { description: 'OK', content: json(reference()) },
    400: { description: 'Bad request', content: json(reference()) },
    404: { description: 'Not found' },
  },
})
