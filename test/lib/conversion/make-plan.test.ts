import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ACTION_NAME } from '../../../lib/contract/requests.ts'
import { makePlan } from '../../../lib/conversion/make-plan.ts'
import type { Plan } from '../../../lib/conversion/plan.ts'
import { platformSchemas } from '../../contract/platform-schemas.ts'
import { createViolations } from '../../contract/violations.ts'
import { listOperations } from '../../support/list-operations.ts'
import { copyOf, deepFreeze, readDocuments } from './support/documents.ts'
import { mutantsOf, shufflesOf } from './support/mutants.ts'

const SEED = 2026
const DOCUMENTS = readDocuments()
const BASE_URL = 'https://eu.api.example/api'
const violations = createViolations(platformSchemas('own'))

const plan = (document: unknown): ReturnType<typeof makePlan> =>
  makePlan(new Map([['', document]]), '', { baseUrl: BASE_URL })

const planned = (document: unknown): Plan => {
  const result = plan(document)
  if (!result.ok) throw new Error(result.problem.message)
  return result.plan
}

describe('any JSON in any position', () => {
  test.each(DOCUMENTS)('$name', ({ value }) => {
    fc.assert(
      fc.property(mutantsOf(value), mutant => {
        const before = deepFreeze(copyOf(mutant))
        const result = plan(before)
        if (!result.ok) return
        const { actions } = result.plan
        expect(new Set(actions.map(({ name }) => name)).size).toBe(actions.length)
        expect(actions.filter(({ name }) => !ACTION_NAME.test(name))).toEqual([])
        expect(actions.filter(({ payload, skipped }) => (payload === undefined) === (skipped === undefined))).toEqual(
          [],
        )
        expect(actions.map(({ method, path }) => `${method} ${path}`)).toEqual(
          expect.arrayContaining(listOperations(mutant)),
        )
        expect(violations(result.plan)).toEqual([])
      }),
      { seed: SEED, numRuns: 60 },
    )
  })
})

test.each(DOCUMENTS)('each operation of $name is there once, in the order of the document', ({ value }) => {
  const actions = planned(value).actions.map(({ method, path }) => `${method} ${path}`)
  expect(new Set(actions).size).toBe(actions.length)
  expect(actions.filter(action => listOperations(value).includes(action))).toEqual(listOperations(value))
})

test.each(DOCUMENTS)('the order of keys in $name does not matter', ({ value }) => {
  const want = byName(planned(value))
  fc.assert(
    fc.property(shufflesOf(value), shuffled => {
      expect(byName(planned(shuffled))).toEqual(want)
    }),
    { seed: SEED, numRuns: 10 },
  )
})

test.each(DOCUMENTS)('$name gives the same bytes each time and is not modified', ({ value }) => {
  const text = JSON.stringify(value)
  const once = JSON.stringify(planned(deepFreeze(copyOf(value))))
  expect(JSON.stringify(planned(value))).toBe(once)
  expect(JSON.stringify(value)).toBe(text)
})

/** Payloads as the text that is sent. */
const byName = ({ actions, definitions }: Plan): Record<string, string> => ({
  ...Object.fromEntries(actions.map(({ name, payload }) => [`action ${name}`, JSON.stringify(payload)])),
  ...Object.fromEntries(
    definitions.map(({ name, accept, description, content }) => [
      `definition ${name}`,
      JSON.stringify({ accept, description, content }),
    ]),
  ),
})
