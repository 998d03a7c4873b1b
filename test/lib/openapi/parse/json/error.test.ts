import fc from 'fast-check'
import { expect, test } from 'vitest'
import { describeJsonError } from '../../../../../lib/openapi/parse/json/error.ts'

const errorOf = (text: string): Error | undefined => {
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    return error as Error
  }
}

const hasUnexpected = (text: string): boolean => errorOf(text)?.message.startsWith('Unexpected token') === true

/** Offset of an unexpected token: the end of the shortest prefix that has one. */
const offsetOf = (text: string): number => {
  for (let end = 1; end <= text.length; end++) if (hasUnexpected(text.slice(0, end))) return end - 1
  return -1
}

const document = '{"a":[1,2,{"b":null,"c":"x\\"y"}],\n"d":true,"e":-1.5e3,"f":[],"g":{}}'
const part = fc.constantFrom(
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '"a"',
  '1.5',
  '-',
  '.5',
  'tru',
  'n',
  ' ',
  '\\',
  '/',
  '\u20ac',
)
const brokenJson = fc.oneof(
  fc.array(part, { maxLength: 8 }).map(parts => parts.join('')),
  fc
    .tuple(fc.nat(document.length), part, fc.nat(2))
    .map(([at, inserted, removed]) => document.slice(0, at) + inserted + document.slice(at + removed)),
)

test('an unexpected token has the position at which JSON.parse stops', () => {
  fc.assert(
    fc.property(brokenJson, text => {
      const error = errorOf(text)
      fc.pre(error?.message.startsWith('Unexpected token') === true)
      const before = text.slice(0, offsetOf(text)).split('\n')
      const { line, column } = describeJsonError(error, text)
      expect({ line, column }).toEqual({ line: before.length, column: (before.at(-1)?.length ?? 0) + 1 })
    }),
    { seed: 1, numRuns: 1_000 },
  )
})
