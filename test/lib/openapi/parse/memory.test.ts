import { describe, expect, test } from 'vitest'
import { readDocument } from '../../../../lib/document/read-document.ts'
import { DEFAULT_LIMITS } from '../../../../lib/openapi/parse/limits.ts'
import { parse } from '../../../../lib/openapi/parse/parse.ts'

/** A function whose memory allows about a thousand values. */
const LIMITS = { ...DEFAULT_LIMITS, memory: 200_000, functionMemory: 256 }
const parseText = (text: string) => parse(Buffer.from(text), '', LIMITS)

describe('a file that would take too much memory is refused before it is parsed', () => {
  test.each([
    ['objects of JSON', `[${'{},'.repeat(5_000)}{}]`],
    ['strings of JSON', `["${'a","'.repeat(10_000)}"]`],
    ['keys of JSON', `{${Array.from({ length: 5_000 }, (_, i) => `"k${i}":1`).join(',')}}`],
    ['numbers with many digits', `[${'12345678901234567,'.repeat(1_000)}1]`],
    ['objects of JSON with comments', `[ // a\n${'{},'.repeat(5_000)}{}]`],
    ['items of YAML', '- a\n'.repeat(5_000)],
    ['empty items of YAML', '-\n'.repeat(5_000)],
    ['empty items of YAML that end with CR', '-\r'.repeat(5_000)],
    ['explicit keys of YAML', '?\n'.repeat(5_000)],
    ['a flow sequence of YAML', `a: [${'a,'.repeat(5_000)}]`],
    ['flow mappings of YAML', `a: [${'{},'.repeat(1_000)}]`],
    ['documents of YAML', '---\n'.repeat(5_000)],
  ])('%s', (_, text) => {
    expect(parseText(text)).toMatchObject({
      ok: false,
      problem: {
        code: 'too-many-values',
        message:
          'Parsing the file takes more than 0 MB of memory, the limit of a function with 256 MB; split the document or raise importMemoryMb.',
      },
    })
  })
})

describe('characters in strings are no values', () => {
  test.each([
    ['JSON', `{"a":"${'{},'.repeat(5_000)}"}`],
    ['JSON with escaped quotes', `{"a":"${'\\"{},'.repeat(5_000)}"}`],
    ['YAML', `a: "${'{} [] - '.repeat(2_000)}"`],
    ['a block scalar', `a: |\n${'  - b: [c]\n'.repeat(900)}`],
  ])('%s', (_, text) => {
    expect(parseText(text)).toMatchObject({ ok: true })
  })
})

test('the files of a document share the memory', async () => {
  const part = `{"x":[${'{},'.repeat(700)}{}]}`
  const document = {
    openapi: '3.1.0',
    paths: { '/a': { $ref: 'a.json' }, '/b': { $ref: 'b.json' }, '/c': { $ref: 'c.json' } },
  }
  const read = await readDocument(
    async name => Buffer.from(name === 'openapi' ? JSON.stringify(document) : part),
    'openapi',
    LIMITS,
  )
  if (!read.ok) expect.fail(read.problem.message)
  expect(read.document.problems.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(['too-many-values c.json#'])
})

test('many duplicate keys are not all reported', () => {
  for (const text of [`{${'"a":1,'.repeat(300_000)}"a":1}`, 'a: 1\n'.repeat(300_000)]) {
    const parsed = parse(Buffer.from(text), '', DEFAULT_LIMITS)
    if (!parsed.ok) expect.fail(parsed.problem.message)
    expect(parsed.problems).toHaveLength(200_001)
    expect(parsed.problems.at(-1)).toMatchObject({
      code: 'duplicate-key',
      message: 'The file can have more duplicate keys than the 200000 reported ones; the last ones are used.',
    })
  }
})
