import { expect, test } from 'vitest'
import { makePlan } from '../../../../lib/conversion/make-plan.ts'
import type { Plan } from '../../../../lib/conversion/plan.ts'
import { MAX_DESCRIPTION } from '../../../../lib/conversion/text.ts'

const planOf = (operation: object, schemas: object = {}): Plan => {
  const document = { openapi: '3.0.3', paths: { '/a': { post: operation } }, components: { schemas } }
  const planned = makePlan(new Map([['', document]]), '')
  if (!planned.ok) throw new Error(planned.problem.message)
  return planned.plan
}

const textsOf = (operation: object) => {
  const [action] = planOf(operation).actions
  const problems = action?.problems.filter(({ code }) => code === 'text-shortened')
  return {
    summary: action?.payload?.summary ?? '',
    description: action?.payload?.description ?? '',
    problems: problems?.map(({ message, pointer }) => [message, pointer]),
  }
}

const responses = { 204: { description: 'Done' } }
const parameters = (count: number, length: number): object[] =>
  Array.from({ length: count }, (_, i) => ({ name: `p${i}`, in: 'query', description: 'd'.repeat(length) }))
const body = (length: number) => ({ description: 'b'.repeat(length), content: { 'text/plain': {} } })

test('strings within the limit are kept whole', () => {
  const { summary, description, problems } = textsOf({
    summary: 's'.repeat(300),
    description: 'o'.repeat(20_000),
    responses,
  })
  expect([summary.length, description.length, problems]).toEqual([300, 20_000, []])
})

test('a summary that is too long is shortened and reported', () => {
  const { summary, problems } = textsOf({ summary: 's'.repeat(301), responses })
  expect(summary).toBe(`${'s'.repeat(299)}…`)
  expect(problems).toEqual([['The summary has 301 characters; shortened to 300.', '#/paths/~1a/post']])
})

test('a description that is too long leaves room for the notes on parameters', () => {
  const { description, problems } = textsOf({
    description: 'o'.repeat(30_000),
    deprecated: true,
    parameters: parameters(2, 10),
    responses,
  })
  expect(description).toHaveLength(MAX_DESCRIPTION)
  expect(description).toMatch(
    /o…\n\n\*\*Deprecated\.\*\*\n\n\*\*Parameters\*\*\n- `p0` \(query\): d{10}\.\n- `p1` \(query\): d{10}\.$/,
  )
  expect(problems).toEqual([['The description has 30000 characters; shortened to 19911.', '#/paths/~1a/post']])
})

test('notes that are still too long are ignored from the last on', () => {
  const { description, problems } = textsOf({
    description: 'o'.repeat(6_000),
    parameters: parameters(40, 984),
    responses,
  })
  expect(description.length).toBeLessThanOrEqual(MAX_DESCRIPTION)
  expect(description).toMatch(/o…\n\n\*\*Parameters\*\*\n- `p0`.*\n- `p13` \(query\): d{984}\.\n- … and 26 more$/s)
  expect(problems?.map(([message]) => message)).toEqual([
    'The description has 6000 characters; shortened to 5000.',
    'The description has no room for 26 of 40 parameter notes; ignored.',
  ])
})

test('a long part leaves room for the others', () => {
  const { description, problems } = textsOf({
    description: 'o'.repeat(30_000),
    externalDocs: { url: 'https://example.com', description: 'e'.repeat(30_000) },
    requestBody: body(30_000),
    parameters: parameters(40, 2_000),
    responses,
  })
  expect(description.length).toBeLessThanOrEqual(MAX_DESCRIPTION)
  expect(description).toMatch(/^o{4999}…\n\nSee e+…\n\n\*\*Body:\*\* b+…\n\n.*- `p3` .*\n- … and 36 more$/s)
  // The description of each parameter has been cut before.
  expect(problems?.slice(0, 1)).toEqual([
    ['The description of the parameter has 2000 characters; shortened to 1000.', '#/paths/~1a/post/parameters/0'],
  ])
  expect(problems?.slice(40).map(([message]) => message)).toEqual([
    'The reference to the external docs has 30025 characters; shortened to 5000.',
    'The description of the body has 30010 characters; shortened to 5000.',
    'The description has 30000 characters; shortened to 5000.',
    'The description has no room for 36 of 40 parameter notes; ignored.',
  ])
})

test('an array of allowed values that is too long is shortened and reported', () => {
  const schema = { type: 'string', enum: ['a'.repeat(600), 'b'.repeat(600)] }
  const { problems } = textsOf({ parameters: [{ name: 'p', in: 'query', schema }], responses })
  expect(problems).toEqual([
    ['The list of allowed values has 1216 characters; shortened to 1000.', '#/paths/~1a/post/parameters/0'],
  ])
})

test('the description of a definition is shortened and reported; its schema keeps the whole', () => {
  const schema = { $ref: '#/components/schemas/Long' }
  const operation = { responses: { 200: { description: 'Long', content: { 'application/json': { schema } } } } }
  const [definition] = planOf(operation, { Long: { description: 'd'.repeat(20_001) } }).definitions
  expect(definition?.description).toHaveLength(MAX_DESCRIPTION)
  expect(definition?.content).toContain('d'.repeat(20_001))
  expect(definition?.problems).toEqual([
    {
      severity: 'info',
      code: 'text-shortened',
      message: 'The description has 20001 characters; shortened to 20000.',
      pointer: '#/components/schemas/Long',
    },
  ])
})
