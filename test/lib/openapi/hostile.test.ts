import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { makePlan, type Planned } from '../../../lib/conversion/make-plan.ts'
import { readDocument } from '../../../lib/document/read-document.ts'
import { DEFAULT_LIMITS, type Limits } from '../../../lib/openapi/parse/limits.ts'
import { platformSchemas } from '../../contract/platform-schemas.ts'
import { createViolations } from '../../contract/violations.ts'

/** Hostile files from their bytes to the plan: each is refused with a sentence, or harmless, and soon. */

const violations = createViolations(platformSchemas('own'))
const MEGABYTE = 1024 * 1024

const planBytes = async (bytes: string | Uint8Array, limits: Partial<Limits> = {}): Promise<Planned> => {
  const all = { ...DEFAULT_LIMITS, ...limits }
  const file = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
  const read = await readDocument(async name => (name === 'openapi' ? file : undefined), 'openapi', all)
  if (!read.ok) return read
  return makePlan(read.document.files, read.document.rootFile, { limits: all })
}

const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))
const yaml = (rest: string): string => `openapi: 3.1.0\ninfo: { title: t, version: "1" }\n${rest}`
const json = (rest: object): string => JSON.stringify({ openapi: '3.1.0', info: { title: 't', version: '1' }, ...rest })
/** One operation whose parameter and response have a schema. */
const withSchema = (schema: unknown, schemas: object = {}): string =>
  json({
    paths: {
      '/a': {
        get: {
          operationId: 'a',
          parameters: [{ name: 'q', in: 'query', schema }],
          responses: { 200: { description: '', content: { 'application/json': { schema } } } },
        },
      },
    },
    components: { schemas },
  })

const nested = (levels: number, open: string, close: string): string => open.repeat(levels) + close.repeat(levels)
const bomb = many(9, i => `a${i + 1}: &a${i + 1} [${many(10, () => `*a${i}`).join(', ')}]`).join('\n')

const REFUSED: [what: string, bytes: string | Uint8Array, limits: Partial<Limits>, code: string, says: RegExp][] = [
  ['an alias bomb', yaml(`paths: { /a: { get: {} } }\na0: &a0 x\n${bomb}`), {}, 'too-many-values', /\(MAX_NODES\)/],
  ['a cyclic alias', yaml('paths: &a { /a: { get: { x: *a } } }'), {}, 'too-deep', /a YAML alias contains itself/],
  [
    'many aliases',
    yaml(`x: &x 1\npaths: { /a: { get: {} } }\ny: [${'*x,'.repeat(1_001)}]`),
    { aliases: 1_000 },
    'too-many-aliases',
    /more than 1000 YAML aliases \(MAX_ALIASES\)/,
  ],
  ['nesting of lists in JSON', `{"openapi":"3.1.0","x":${nested(20_000, '[', ']')}}`, {}, 'too-deep', /\(MAX_DEPTH\)/],
  ['nesting of mappings in JSON', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`, {}, 'too-deep', /\(MAX_DEPTH\)/],
  ['nesting in flow YAML', yaml(`x: ${nested(20_000, '[', ']')}`), {}, 'too-deep', /\(MAX_DEPTH\)/],
  ['nesting in block YAML', many(3_000, i => `${' '.repeat(i)}a:`).join('\n'), {}, 'too-deep', /\(MAX_DEPTH\)/],
  ['nesting of list marks in YAML', `${'- '.repeat(20_000)}a`, {}, 'too-deep', /\(MAX_DEPTH\)/],
  [
    'paths without number',
    json({ paths: Object.fromEntries(many(100_000, i => [`/p${i}`, { get: {} }])) }),
    {},
    'too-many-operations',
    /more than 50000 operations \(MAX_OPERATIONS\)/,
  ],
  [
    'definitions without number',
    withSchema({ $ref: '#/$0' }, {}).replace(
      '{',
      `{${many(2_000, i => `"$${i}":{"not":{"$ref":"#/$${i + 1}"}}`).join(',')},`,
    ),
    { definitions: 1_000 },
    'too-many-definitions',
    /more than 1000 definitions \(MAX_DEFINITIONS\)/,
  ],
  [
    'a gzip bomb',
    gzipSync(Buffer.alloc(128 * MEGABYTE, ' ')),
    { bytes: MEGABYTE },
    'too-large',
    /more than 1048576 bytes after decompression \(MAX_DOCUMENT_BYTES\)/,
  ],
  ['a gzip of a gzip', gzipSync(gzipSync(json({ paths: {} }))), {}, 'not-yaml', /neither JSON nor valid YAML/],
  ['bytes of every kind', Uint8Array.from(many(4_096, i => i % 256)), {}, 'not-yaml', /Correct it/],
  ['half a UTF-8 character alone', Uint8Array.of(0xc3), {}, 'not-openapi', /neither "openapi"/],
  [
    'many files',
    json({ paths: Object.fromEntries(many(20, i => [`/${i}`, { $ref: `${i}.json` }])) }),
    { files: 10 },
    'too-many-files',
    /more than 10 files \(MAX_FILES\)/,
  ],
  [
    'a key __proto__ that would be the version',
    '{"__proto__":{"openapi":"3.1.0"},"paths":{"/a":{"get":{}}}}',
    {},
    'not-openapi',
    /neither "openapi"/,
  ],
]

describe('refused with a sentence', () => {
  test.each(REFUSED)('%s', async (_, bytes, limits, code, says) => {
    expect(await planBytes(bytes, limits)).toMatchObject({
      ok: false,
      problem: { severity: 'error', code, message: expect.stringMatching(says) },
    })
  })
})

const SPECIAL = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf']
const specials = (value: unknown): object =>
  Object.create(null, Object.fromEntries(SPECIAL.map(name => [name, { value, enumerable: true }])))

const HARMLESS: [what: string, bytes: string | Uint8Array][] = [
  [
    'names of every object everywhere',
    json({
      paths: Object.fromEntries(
        SPECIAL.map(name => [
          `/{${name}}`,
          {
            get: {
              operationId: name,
              tags: [name],
              parameters: [{ name, in: 'path', required: true, schema: { $ref: `#/components/schemas/${name}` } }],
              requestBody: {
                content: { 'application/json': { schema: { properties: specials({ type: 'string' }) } } },
              },
              responses: { 200: { $ref: `#/components/responses/${name}` }, ...specials({}) },
              ...specials(1),
            },
          },
        ]),
      ),
      components: {
        schemas: specials({ type: 'string', default: '__proto__', ...specials(1) }),
        responses: specials({ description: '', content: specials({}), headers: specials({}) }),
      },
    }),
  ],
  ['an expression that backtracks for ever', withSchema({ pattern: '^(a+)+$', default: `${'a'.repeat(50)}!` })],
  [
    'expressions without number',
    withSchema({ anyOf: many(5_000, i => ({ pattern: `^(${'a?'.repeat(i % 50)}${'a'.repeat(i % 50)})+$` })) }),
  ],
  ['an expression of a megabyte', withSchema({ pattern: '('.repeat(MEGABYTE / 2) + ')'.repeat(MEGABYTE / 2) })],
  ['200,000 allowed values', withSchema({ enum: many(200_000, i => `value ${i}`) })],
  ['200,000 allowed values, each a mapping', withSchema({ enum: many(200_000, i => ({ i })) })],
  [
    'numbers beyond 2^53',
    withSchema({ type: 'integer', minimum: -(2 ** 63), maximum: 2 ** 64, default: 2 ** 60, enum: [2 ** 60] }),
  ],
  [
    'numbers that no number holds',
    `{"openapi":"3.1.0","paths":{"/a":{"get":{"parameters":[{"name":"q","in":"query","schema":{"maximum":1e999,"default":-1e999}}]}}}}`,
  ],
  [
    'numbers of YAML alone',
    yaml('paths: { /a: { get: { parameters: [{ name: q, in: query, schema: { maximum: .inf, default: .nan } }] } } }'),
  ],
  [
    'bytes that are no UTF-8',
    Buffer.concat([
      Buffer.from(yaml('paths: { /a: { get: { summary: "')),
      Buffer.from([0xff, 0xc3, 0xed, 0xa0, 0x80]),
      Buffer.from('" } } }'),
    ]),
  ],
  [
    'half characters',
    withSchema({ title: '\ud800', enum: ['\udfff'], properties: { '\ud800': {} } }).replace('"q"', '"q\\ud800"'),
  ],
  ['repeated keys', `{"openapi":"3.1.0","paths":{"/a":{"get":{${'"x":1,'.repeat(10_000)}"responses":{}}}}}`],
  ['repeated keys in YAML', yaml(`paths:\n  /a:\n    get: {}\n${'x: 1\n'.repeat(5_000)}`)],
  ['repeated keys without number in YAML', yaml(`paths:\n  /a:\n    get: {}\n${'x: 1\n'.repeat(200_000)}`)],
  [
    'merge keys that many operations have',
    yaml(
      `x: &x { ${many(20, i => `k${i}: 1`).join(', ')} }\npaths:\n${many(1_000, i => `  /${i}: { get: { <<: *x } }\n`).join('')}`,
    ),
  ],
  [
    'lines that end as in Windows',
    yaml('paths:\n  /a:\n    get:\n      summary: |\n        a\n        b\n').replaceAll('\n', '\r\n'),
  ],
  [
    'control characters',
    withSchema({ description: '\u0000\u001b[31m\u202e', pattern: '\u0000' }).replace('"/a"', '"/a\\u0000\\u001f"'),
  ],
  [
    'texts without end',
    withSchema({ description: 'x'.repeat(5 * MEGABYTE) }).replace('"a"', `"${'a'.repeat(MEGABYTE)}"`),
  ],
  ['a path without end', json({ paths: { [`/${'{a}/'.repeat(20_000)}`]: { get: {} } } })],
  ['many placeholders', json({ paths: { [many(2_000, i => `/{p${i}}`).join('')]: { get: {} } } })],
  ['braces without end', json({ paths: { [`/${'{'.repeat(100_000)}`]: { get: {} } } })],
  ['a query without end', json({ paths: { [`/a?${many(5_000, i => `q${i}=${i}`).join('&')}`]: { get: {} } } })],
  [
    'white space without end',
    json({ paths: { '/a': { get: { summary: ' \n'.repeat(MEGABYTE), operationId: ' '.repeat(MEGABYTE) } } } }),
  ],
  ['underscores without end', json({ paths: { '/a': { get: { operationId: `${'_'.repeat(MEGABYTE)}é` } } } })],
  [
    'media types without end',
    json({
      paths: { '/a': { post: { requestBody: { content: Object.fromEntries(many(5_000, i => [`a/b${i}`, {}])) } } } },
    }),
  ],
  [
    'a media type without end',
    json({
      paths: {
        '/a': {
          post: {
            requestBody: { content: { [`a/b;${' '.repeat(MEGABYTE)}\u0000`]: {}, [`a/${'b'.repeat(MEGABYTE)}`]: {} } },
          },
        },
      },
    }),
  ],
  [
    'a server without end',
    json({
      servers: [{ url: `https://${'{a}'.repeat(100_000)}`, variables: { a: { default: '{a}' } } }],
      paths: { '/a': { get: {} } },
    }),
  ],
  [
    'a chain of references past the limit',
    withSchema(
      { $ref: '#/components/schemas/0' },
      Object.fromEntries(many(5_000, i => [i, { $ref: `#/components/schemas/${i + 1}` }])),
    ),
  ],
  [
    'a chain of references that lead through references',
    withSchema(
      { $ref: '#/components/schemas/0' },
      Object.fromEntries(many(5_000, i => [i, { $ref: `#/components/schemas/${i + 1}/properties/a` }])),
    ),
  ],
  [
    'a pointer through itself',
    withSchema({ $ref: '#/components/schemas/A/b/c' }, { A: { $ref: '#/components/schemas/A/b' } }),
  ],
  [
    'schemas that are all of each other',
    withSchema(
      { $ref: '#/components/schemas/0' },
      Object.fromEntries(many(200, i => [i, { allOf: many(200, j => ({ $ref: `#/components/schemas/${j}` })) }])),
    ),
  ],
  [
    'ids without end',
    withSchema(
      { $ref: 'nowhere' },
      Object.fromEntries(many(5_000, i => [i, { $id: `https://a.example/${i}/`, properties: { a: { $ref: 'b' } } }])),
    ),
  ],
  [
    'files that are not there',
    json({ paths: Object.fromEntries(many(2_000, i => [`/${i}`, { get: {}, $ref: `../${i}.yaml#/a` }])) }),
  ],
]

/** A hostile document takes less CPU time than so many ordinary ones. */
const MOST_TIMES_ORDINARY = 140
const ORDINARY = json({ paths: Object.fromEntries(many(1_000, i => [`/${i}`, { get: {} }])) })

/** CPU time of this thread alone, in milliseconds: it does not depend on what else the machine does. */
const cpuTime = async (work: () => Promise<unknown>): Promise<number> => {
  const before = process.threadCpuUsage()
  await work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1_000
}

describe('harmless', () => {
  let ordinary = 0

  beforeAll(async () => {
    const rounds: number[] = []
    for (let round = 0; round < 5; round++) rounds.push(await cpuTime(() => planBytes(ORDINARY)))
    ordinary = Math.min(...rounds)
  })

  test.each(HARMLESS)('%s', async (_, bytes) => {
    const spent = await cpuTime(async () => {
      const planned = await planBytes(bytes)
      if (!planned.ok) expect.fail(`${planned.problem.code}: ${planned.problem.message}`)
      expect(planned.plan.actions.length).toBeGreaterThan(0)
      expect(violations(planned.plan)).toEqual([])
      expect(Object.hasOwn(Object.prototype, 'openapi')).toBe(false)
    })
    expect(spent / ordinary).toBeLessThan(MOST_TIMES_ORDINARY)
  })
})

test('the deepest nesting that may be set does not overflow the stack', async () => {
  const deep = (open: string, close: string, levels = 980): unknown =>
    JSON.parse(`${open.repeat(levels / 2)}{"type":"string"}${close.repeat(levels / 2)}`)
  for (const schema of [
    deep('{"allOf":[', ']}'),
    deep('{"items":{"not":', '}}', 640),
    deep('{"properties":{"a":', '}}'),
  ]) {
    const planned = await planBytes(withSchema(schema), { depth: 1_000 })
    if (!planned.ok) expect.fail(planned.problem.message)
    expect(planned.plan.definitions).toHaveLength(1)
  }
})
