import { expect, test } from 'vitest'
import { DEFINITION_NAME } from '../../../../lib/contract/requests.ts'
import { legalDefinitionName } from '../../../../lib/conversion/naming/legal-name.ts'
import { MAX_NAME } from '../../../../lib/conversion/text.ts'

test.each([
  { given: 'Pet', want: 'Pet' },
  { given: 'com.example.Pet', want: 'com_example_Pet' },
  { given: 'List«Pet»', want: 'List_Pet_' },
  { given: 'a$b', want: 'a_b' },
  { given: '-a', want: '-a' },
  { given: '__proto__', want: '__proto__' },
  { given: '1', want: '1' },
])('$given becomes $want', ({ given, want }) => {
  expect(legalDefinitionName(given)).toBe(want)
})

test.each(['日本', '', '___', '😀', '.', 'x'.repeat(500)])('%j gets a legal name of its own', given => {
  const name = legalDefinitionName(given)
  expect(name).toMatch(DEFINITION_NAME)
  expect(name.length).toBeLessThanOrEqual(MAX_NAME)
  expect(name).not.toBe(legalDefinitionName(`${given}!日`))
})
