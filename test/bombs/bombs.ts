import { gzipSync } from 'node:zlib'

/** Document that takes much memory or time if it is read without limits. */
export type Bomb = {
  readonly name: string
  /** Plain document that its time is compared with. */
  readonly kind: 'json' | 'yaml'
  /** Returns a document of at most so many bytes, before compression. */
  readonly make: (bytes: number) => Buffer
}

type Unit = string | ((i: number) => string)

/** Repeats a unit, which may have its number in it, between a head and a tail. */
const fill = (head: string, unit: Unit, tail: string) => (bytes: number) => {
  const out = Buffer.alloc(bytes)
  let end = out.write(head)
  const most = bytes - Buffer.byteLength(tail)
  if (typeof unit === 'string') {
    const length = Buffer.byteLength(unit)
    const to = end + Math.floor((most - end) / length) * length
    out.fill(unit, end, to)
    end = to
  } else {
    for (let i = 0, next = unit(0); end + Buffer.byteLength(next) <= most; next = unit(++i)) end += out.write(next, end)
  }
  return out.subarray(0, end + out.write(tail, end))
}

const FIELDS = Array.from({ length: 20 }, (_, i) => `field${i}`)

/** An operation with a description and a schema, as documents of this size have them. */
const operation = (i: number): object => ({
  operationId: `getItem${i}`,
  summary: `Returns item ${i}`,
  description: 'Returns one item, with all its fields: those that are public, and those of the caller. '.repeat(12),
  parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
  responses: {
    200: {
      description: 'The item',
      content: {
        'application/json': {
          schema: {
            type: 'object',
            properties: Object.fromEntries(FIELDS.map(name => [name, { type: 'string', description: `The ${name}` }])),
          },
        },
      },
    },
  },
})

const blockYaml = (value: unknown, indent: string): string => {
  if (typeof value !== 'object' || value === null) return ` ${JSON.stringify(value)}\n`
  if (Array.isArray(value)) return `\n${value.map(item => `${indent}- ${JSON.stringify(item)}\n`).join('')}`
  const members = Object.entries(value).map(([key, member]) => `${indent}"${key}":${blockYaml(member, `${indent}  `)}`)
  return `\n${members.join('')}`
}

const JSON_HEAD = '{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{"/a":{"get":{}}'
const YAML_HEAD = 'openapi: 3.1.0\ninfo: { title: t, version: "1" }\npaths:\n  /a:\n    get: {}\n'
const yamlOperation = (i: number): string => `  /items${i}/{id}:\n    get:${blockYaml(operation(i), '      ')}`

/** Ordinary documents, which have to be read. */
export const PLAIN: readonly Bomb[] = [
  {
    name: 'plain JSON',
    kind: 'json',
    make: fill(`${JSON_HEAD}`, i => `,"/items${i}/{id}":${JSON.stringify({ get: operation(i) })}`, '}}'),
  },
  { name: 'plain YAML', kind: 'yaml', make: fill(YAML_HEAD, yamlOperation, '') },
  {
    name: 'plain YAML with a repeated key',
    kind: 'yaml',
    make: fill(`x-a: 1\nx-a: 2\n${YAML_HEAD}`, yamlOperation, ''),
  },
  {
    name: 'plain YAML of characters beyond Latin-1',
    kind: 'yaml',
    make: fill(`x-a: "\u20ac"\n${YAML_HEAD}`, yamlOperation, ''),
  },
]

const inJson = (unit: Unit, last = '0') => fill(`${JSON_HEAD},"x-bomb":[`.replace('{}}', '{}}}'), unit, `${last}]}`)
const inYaml = (unit: Unit, last = 'a') => fill(`${YAML_HEAD}x-bomb: [`, unit, `${last}]\n`)
const block = (unit: Unit) => fill(`${YAML_HEAD}x-bomb:\n`, unit, '')
const gzip =
  (make: Bomb['make'], times = 1) =>
  (bytes: number): Buffer => {
    let packed = make(bytes)
    for (let i = 0; i < times; i++) packed = gzipSync(packed, { level: i === 0 ? 6 : 1 })
    return packed
  }
const laughs = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(10)}]\n`).join('')

const JSON_BOMBS: Readonly<Record<string, Bomb['make']>> = {
  'empty objects': gzip(fill('[', '{},', '{}]')),
  'empty objects in an extension': inJson('{},'),
  'empty arrays': inJson('[],'),
  'arrays in arrays': inJson('[[1]],'),
  numbers: inJson('1,'),
  fractions: inJson('1.5,"",'),
  'numbers with many digits': inJson('12345678901234567,'),
  'numbers with an exponent': inJson('1e999,'),
  'empty strings': inJson('"",'),
  'different strings': inJson(i => `"s${i.toString(36)}",`),
  'different keys in one object': fill('{', i => `"k${i.toString(36)}":1,`, '"z":1}'),
  'different keys and one repeated key': fill('{"z":1,', i => `"k${i.toString(36)}":1,`, '"z":1}'),
  'integers as keys': fill('{', i => `"${(i * 7_919) % 4_294_967_291}":1,`, '"z":1}'),
  'objects with one key each': inJson(i => `{"k${i.toString(36)}":1},`),
  'repeated keys': fill(`${JSON_HEAD}},`, '"a":1,', '"b":1}'),
  'one string': fill(`${JSON_HEAD}},"x-a":"`, 'x', '"}'),
  'one key': fill(`${JSON_HEAD}},"`, 'x', '":1}'),
  'a long key over repeated keys': bytes => fill(`{"${'k'.repeat(bytes / 2)}":{`, '"a":1,', '"b":1}}')(bytes),
  escapes: fill(`${JSON_HEAD}},"x-a":"`, '\\u0000', '"}'),
  backslashes: fill(`${JSON_HEAD}},"x-a":"`, '\\\\', '"}'),
  'white space': fill(`${JSON_HEAD}}`, ' \n', '}'),
  comments: fill(`${JSON_HEAD}}`, '//\n', '}'),
  'one comment': fill(`${JSON_HEAD}} /*`, ' x', '*/}'),
  'trailing commas': inJson('[1,],'),
  'nested arrays': bytes => Buffer.from('['.repeat(bytes / 2) + ']'.repeat(bytes / 2)),
  'nested objects': bytes => Buffer.from(`${'{"":'.repeat(bytes / 5)}1${'}'.repeat(bytes / 5)}`),
  'arrays without an end': fill('', '[', ''),
  'a syntax error at the end': fill(`${JSON_HEAD}},"x-a":[`, '"abc","de,,fg",', ',]}'),
  'allowed values': fill(
    `${JSON_HEAD}},"components":{"schemas":{"A":{"enum":[`,
    i => `"v${i.toString(36)}",`,
    '""]}}}}',
  ),
  'objects as an example': fill(`${JSON_HEAD}},"components":{"schemas":{"A":{"example":[`, '{"a":{}},', '{}]}}}}'),
  'UTF-16': bytes => Buffer.from(`\ufeff${fill('[', '{},', '{}]')(bytes / 2 - 4).toString()}`, 'utf16le'),
  'line breaks and an invalid byte': bytes => Buffer.concat([Buffer.alloc(bytes - 1, '\n'), Buffer.of(0xff)]),
}

const YAML_BOMBS: Readonly<Record<string, Bomb['make']>> = {
  'items of one letter': gzip(fill('', '- a\n', '')),
  'empty items': block('-\n'),
  'empty items after a comment': block('- #\n'),
  'empty items that end with CR': fill('- a\r', '-\r', ''),
  'items in items': block('- - - a\n'),
  'a flow sequence': inYaml('a,'),
  'empty flow mappings': inYaml('{},'),
  'flow mappings at the root': fill('[', '{},', 'a]'),
  'keys of a flow mapping': fill(`${YAML_HEAD}x-bomb: {`, i => `k${i.toString(36)},`, 'a}\n'),
  'pairs of a flow sequence': inYaml('a: b,'),
  'empty pairs of a flow sequence': inYaml(': ,'),
  'explicit keys in a flow sequence': inYaml('? ,'),
  'explicit keys': fill('', '?\n', ''),
  'empty keys': fill('', ':\n', ''),
  'different keys': fill(YAML_HEAD, i => `k${i.toString(36)}: 1\n`, ''),
  'objects with one key each': block(i => `- k${i.toString(36)}: 1\n`),
  'repeated keys': fill(YAML_HEAD, 'a: 1\n', ''),
  'numbers in another form': block('- 0x1\n'),
  'one number': fill(`${YAML_HEAD}x-a: 0x1`, 'f', '\n'),
  'numbers of an example with a schema': fill(`${YAML_HEAD}x-a:\n  $ref: '#/x-b'\n  example:\n`, '  - 0x1\n', ''),
  'examples with a schema': fill(
    `${YAML_HEAD}components:\n  schemas:\n`,
    i => `    S${i.toString(36)}: {default: 0x1, $ref: '#/components/schemas/S0'}\n`,
    '',
  ),
  'arrays of an example with a schema': fill(
    `${YAML_HEAD}components:\n  schemas:\n    A:\n      $ref: '#/components/schemas/B'\n      example:\n`,
    '      - [0x1]\n',
    '',
  ),
  'values of a wide composition': bytes =>
    Buffer.from(
      `${YAML_HEAD}components:\n  schemas:\n    A: {allOf: [${'true, '.repeat(bytes / 20)}true]}\n${Array.from(
        { length: bytes / 100 },
        (_, i) => `    S${i}: {default: 0x1, $ref: '#/components/schemas/A'}\n`,
      ).join('')}`,
    ),
  anchors: block(i => `- &a${i.toString(36)} x\n`),
  aliases: fill(`${YAML_HEAD}x-a: &a {}\nx-bomb:\n`, '- *a\n', ''),
  'aliases of aliases': fill(`${YAML_HEAD}a0: &a0 x\n${laughs}`, '# x\n', ''),
  'merge keys': fill(
    `${YAML_HEAD}x-a: &a {${Array.from({ length: 100 }, (_, i) => `k${i}: 1`).join(', ')}}\nx-bomb:\n`,
    '- <<: *a\n',
    '',
  ),
  'a chain of merge keys': fill(
    `${YAML_HEAD}x-0: &a0 {k: 1}\n`,
    i => `x-${i + 1}: &a${i + 1} {<<: *a${i}, k${i}: 1}\n`,
    '',
  ),
  tags: block('- !!str 1\n'),
  'unknown tags': block('- !t x\n'),
  'one tag': fill(`${YAML_HEAD}x-a: !`, 't', ' x\n'),
  'tag directives': fill('', i => `%TAG !t${i.toString(36)}! tag:x\n`, `---\n${YAML_HEAD}`),
  documents: fill(YAML_HEAD, '---\n', ''),
  'documents that end': fill(`${YAML_HEAD}`, '...\na\n', ''),
  comments: fill(YAML_HEAD, '#\n', ''),
  'empty lines': fill(YAML_HEAD, '\n', ''),
  'one plain scalar': fill(`${YAML_HEAD}x-a: `, 'x', '\n'),
  'one quoted string': fill(`${YAML_HEAD}x-a: "`, '\\u0000', '"\n'),
  'quotes in a quoted string': fill(`${YAML_HEAD}x-a: '`, "''", "'\n"),
  'lines of a quoted string': fill(`${YAML_HEAD}x-a: "`, ' \n', '"\n'),
  'a block scalar': fill(`${YAML_HEAD}x-a: |\n`, '  x\n', ''),
  'a folded scalar': fill(`${YAML_HEAD}x-a: >\n`, '  x\n\n', ''),
  'lines of a plain scalar': fill(`${YAML_HEAD}x-a: b\n`, '  x\n', ''),
  tabs: fill(YAML_HEAD, i => `a${i.toString(36)}:\n\tb: 1\n`, ''),
  'lines that are not indented': fill(`${YAML_HEAD}x-a: "\n`, 'b\n', '"\n'),
  'line breaks in a flow collection': fill(`${YAML_HEAD}x-a:\n  b: [\n`, '\n', ']\n'),
  'nested flow collections': bytes => Buffer.from(`a: ${'['.repeat(bytes / 2 - 2)}${']'.repeat(bytes / 2 - 2)}`),
  'nested items': fill('', '- ', 'a'),
  'keys that are collections': fill('', '? [a]\n: b\n', ''),
  'one key': fill('', 'k', ': 1\n'),
  'a byte order mark in each document': fill(YAML_HEAD, '---\n\ufeff# x\n', ''),
}

const members = (empty: Buffer) => (bytes: number) =>
  Buffer.alloc(Math.floor(bytes / empty.length) * empty.length, empty)

const GZIP_BOMBS: Readonly<Record<string, Bomb['make']>> = {
  'gzip of gzip of gzip': gzip(fill('[', '{},', '{}]'), 3),
  'empty members': members(gzipSync('')),
  'members of one megabyte': members(gzipSync(Buffer.alloc(1024 * 1024, ' '))),
  'a member beyond the limit': bytes => gzipSync(Buffer.alloc(bytes * 4, ' ')),
}

const listed = (kind: Bomb['kind'], title: string, bombs: Readonly<Record<string, Bomb['make']>>): Bomb[] =>
  Object.entries(bombs).map(([name, make]) => ({ name: `${title}: ${name}`, kind, make }))

export const BOMBS: readonly Bomb[] = [
  ...listed('json', 'JSON', JSON_BOMBS),
  ...listed('yaml', 'YAML', YAML_BOMBS),
  ...listed('json', 'gzip', GZIP_BOMBS),
]
