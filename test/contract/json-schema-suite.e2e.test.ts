import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ValidateFunction } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { makePlan } from '../../lib/conversion/make-plan.ts'
import type { Plan } from '../../lib/conversion/plan.ts'
import { bundleDefinitions, createValidator, verdictOf } from './compile-definitions.ts'
import { DIFFERENCES, type Difference, REASONS, type Reason } from './json-schema-suite-differences.ts'

const SUITE = join(import.meta.dirname, '../../../shared/suites/json-schema')

type Case = { readonly description: string; readonly data: unknown; readonly valid: boolean }
type Group = { readonly description: string; readonly schema: unknown; readonly tests: readonly Case[] }

/** Names of the cases whose verdict differs from the suite's, by group and file. */
type Failures = Record<string, Record<string, readonly string[]>>

const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(SUITE, ...path), 'utf8'))

/** The formats are the validator's: a definition has `format` as the document does. */
const filesOf = (folder: string): string[] =>
  readdirSync(join(SUITE, folder), { recursive: true, encoding: 'utf8' })
    .map(file => file.replaceAll('\\', '/'))
    .filter(file => file.endsWith('.json') && !file.startsWith('optional/format/'))
    .sort()

/** Documents with one response; the schema is a component, or a file of its own that the response refers to. */
const DOCUMENTS: Readonly<Record<string, (schema: unknown) => object>> = {
  '2.0': schema => ({ swagger: '2.0', paths: paths({ schema }) }),
  '3.0': schema => ({ openapi: '3.0.4', paths: paths({ content: { 'application/json': { schema } } }) }),
  '3.1': schema => ({
    openapi: '3.1.1',
    paths: paths({ content: { 'application/json': { schema: { $ref: '#/components/schemas/case' } } } }),
    components: { schemas: { case: withUrl(schema) } },
  }),
  '3.2': schema => ({ openapi: '3.2.0', paths: paths({ content: { 'application/json': { schema } } }) }),
}

const paths = (body: object): object => ({ '/case': { get: { responses: { 200: { description: 'Case', ...body } } } } })

/** Gives a schema a URL, so that `#` in it is the schema instead of the document. */
const withUrl = (schema: unknown): unknown =>
  typeof schema === 'object' ? { $id: 'http://localhost:1234/case.json', ...schema } : schema

const planOf = (version: string, schema: unknown, remotes: ReadonlyMap<string, unknown>): Plan => {
  const isComponent = version === '3.1'
  const document = DOCUMENTS[version]?.(isComponent ? schema : { $ref: 'case.json' })
  const files = new Map([...remotes, ['openapi.json', document]])
  if (!isComponent) files.set('case.json', schema)
  const planned = makePlan(files, 'openapi.json')
  if (!planned.ok) throw new Error(planned.problem.message)
  return planned.plan
}

const validator = createValidator()

/** Validators by schema: most schemas become the same definitions in each version. */
const compiled = new Map<string, ValidateFunction>()

const compile = ({ actions, definitions }: Plan): ValidateFunction => {
  const name = actions[0]?.payload?.responses[0]?.definitions[0]?.definition.name ?? ''
  const schema = { $ref: `#/$defs/${name}`, ...bundleDefinitions(definitions) }
  const key = JSON.stringify(schema)
  const known = compiled.get(key) ?? validator.compile(schema)
  compiled.set(key, known)
  return known
}

const wrong = (validate: ValidateFunction, tests: readonly Case[]): string[] =>
  tests.filter(({ data, valid }) => verdictOf(validate, data) !== valid).map(({ description }) => description)

const codesOf = ({ diagnostics, definitions }: Plan): string[] =>
  [...diagnostics, ...definitions.flatMap(({ problems }) => problems)].map(({ code }) => code)

/** Fails unless the reason of a difference is visible: in the plan's diagnostics, or in the validator without the conversion. */
const checkReason = (difference: Difference, plan: Plan, { description, schema, tests }: Group): void => {
  const { code, isOfValidator }: Reason = REASONS[difference.because]
  if (code !== undefined) expect(codesOf(plan), description).toContain(code)
  if (isOfValidator) expect(wrong(validator.compile(schema as object), tests), description).toEqual(difference.cases)
}

describe.skipIf(!existsSync(SUITE))('the JSON Schema test suite (skipped if it is absent)', () => {
  const remotes = new Map(
    existsSync(SUITE) ? filesOf('remotes').map(file => [`http://localhost:1234/${file}`, read('remotes', file)]) : [],
  )

  test.each([
    ['3.1', 'draft2020-12'],
    ['3.2', 'draft2020-12'],
    ['2.0', 'draft4'],
    ['3.0', 'draft4'],
  ] as const)('definitions of OpenAPI %s mean what %s says, except for the differences listed', (version, draft) => {
    const failures: Failures = {}
    for (const file of filesOf(`tests/${draft}`)) {
      for (const group of read('tests', draft, file) as Group[]) {
        const plan = planOf(version, group.schema, remotes)
        const cases = wrong(compile(plan), group.tests)
        if (cases.length === 0) continue
        failures[file] = { ...failures[file], [group.description]: cases }
        const difference = DIFFERENCES[draft][file]?.[group.description]
        if (difference !== undefined) checkReason(difference, plan, group)
      }
    }
    const listed = Object.entries(DIFFERENCES[draft]).map(([file, groups]) => [
      file,
      Object.fromEntries(Object.entries(groups).map(([description, { cases }]) => [description, cases])),
    ])
    expect(failures).toEqual(Object.fromEntries(listed))
  })
})
