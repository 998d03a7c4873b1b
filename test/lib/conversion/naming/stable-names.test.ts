import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Filter, NO_FILTER } from '../../../../lib/conversion/filter.ts'
import { makePlan } from '../../../../lib/conversion/make-plan.ts'
import type { Plan } from '../../../../lib/conversion/plan.ts'
import { isMapping } from '../../../../lib/json/mapping.ts'
import { platformSchemas } from '../../../contract/platform-schemas.ts'
import { createViolations } from '../../../contract/violations.ts'
import { type NamedFiles, namedFiles, swaggerFiles } from '../support/named-documents.ts'

const SEED = 79
const RUNS = 200
const KINDS = [
  { name: '3.1', files: namedFiles },
  { name: '2.0', files: swaggerFiles },
]

const planned = (files: NamedFiles, filter: Filter = NO_FILTER): Plan => {
  const result = makePlan(new Map(Object.entries(files)), 'openapi.json', { filter })
  if (!result.ok) throw new Error(result.problem.message)
  return result.plan
}

/** What is sent to the platform: actions by operation, definitions by name. */
const payloadsOf = ({ actions, definitions }: Plan): Map<string, unknown> =>
  new Map<string, unknown>([
    ...actions.flatMap(({ method, path, payload }) =>
      payload === undefined ? [] : [[`${method} ${path}`, payload] as const],
    ),
    ...definitions.map(({ name, accept, content }) => [name, { accept, content: JSON.parse(content) }] as const),
  ])

/** All that is in the smaller plan is in the larger one, too. */
const expectSame = (smaller: Plan, larger: Plan): void => {
  const want = payloadsOf(larger)
  for (const [key, given] of payloadsOf(smaller)) expect(given, key).toEqual(want.get(key))
}

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed)
  if (!isMapping(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, reversed(inner)] as const)
      .reverse(),
  )
}

const UNRELATED = { description: 'unrelated', content: { 'application/json': { schema: { title: 'unrelated' } } } }

/** The same with one more operation, and one more of each kind of component where those stand in the root. */
const extended = (files: NamedFiles): NamedFiles => {
  const root = files['openapi.json']
  if (!isMapping(root) || !isMapping(root.paths)) throw new Error('The root is no document.')
  const unrelated = { operationId: 'unrelated', responses: { 200: UNRELATED } }
  const components = isMapping(root.components) ? root.components : {}
  const more = Object.entries(components).map(([kind, named]) => [
    kind,
    isMapping(named) && !('$ref' in named) ? { Unrelated: UNRELATED, ...named } : named,
  ])
  return {
    ...files,
    'openapi.json': {
      ...root,
      paths: { '/unrelated': { get: unrelated }, ...root.paths },
      ...(root.components !== undefined && { components: Object.fromEntries(more) }),
    },
  }
}

const violations = createViolations(platformSchemas('own'))

test.each(KINDS)('names of $name are legal and unique', ({ files }) => {
  fc.assert(
    fc.property(files, given => {
      expect(violations(planned(given))).toEqual([])
    }),
    { seed: SEED, numRuns: RUNS },
  )
})

test.each(KINDS)('names of $name do not depend on the order of keys', ({ files }) => {
  fc.assert(
    fc.property(files, given => {
      const other = reversed(given)
      if (!isMapping(other)) throw new Error('Files are a mapping.')
      expect(payloadsOf(planned(other))).toEqual(payloadsOf(planned(given)))
    }),
    { seed: SEED, numRuns: RUNS },
  )
})

test.each(KINDS)('names of $name do not depend on unrelated parts', ({ files }) => {
  fc.assert(
    fc.property(files, given => expectSame(planned(given), planned(extended(given)))),
    { seed: SEED, numRuns: RUNS },
  )
})

test.each(KINDS)('names of $name do not depend on a filter', ({ files }) => {
  fc.assert(
    fc.property(files, given => {
      const whole = planned(given)
      for (const { path } of whole.actions) expectSame(planned(given, { ...NO_FILTER, includePath: [path] }), whole)
    }),
    { seed: SEED, numRuns: RUNS },
  )
})
