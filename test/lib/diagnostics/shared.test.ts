import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Diagnostic } from '../../../lib/diagnostics/diagnostic.ts'
import { joinRepeated, type Reported } from '../../../lib/diagnostics/shared.ts'

const problem = (message: string, pointer: string, severity: Diagnostic['severity'] = 'warning'): Diagnostic => ({
  severity,
  code: 'body-unusual',
  message,
  pointer,
})
const operation = (name: string, ...problems: Diagnostic[]): Reported => ({ kind: 'operation', name, problems })

test('a diagnostic at a location that items share is reported once with their number and the first names', () => {
  const shared = problem('Wrong.', '#/shared')
  const items = ['a', 'b', 'c', 'd'].map(name => operation(name, shared, problem(`Only ${name}.`, '#/own')))
  const { kept, joined } = joinRepeated([...items, { kind: 'definition', name: 'E', problems: [shared] }])
  expect(joined).toEqual([problem('Wrong. Used by 4 operations: a, b, c, …. Used by 1 definition: E.', '#/shared')])
  expect(kept.map(problems => problems.map(({ message }) => message))).toEqual([
    ['Only a.'],
    ['Only b.'],
    ['Only c.'],
    ['Only d.'],
    [],
  ])
})

test('a message at more than three places is reported once with the first places', () => {
  const items = ['a', 'b', 'c', 'd'].map(name => operation(name, problem('Wrong.', `#/${name}`)))
  expect(joinRepeated(items)).toEqual({
    kept: [[], [], [], []],
    joined: [problem('Wrong. At 4 places: #/a, #/b, #/c, …. Used by 4 operations: a, b, c, ….', '#/a')],
  })
  expect(joinRepeated(items.slice(0, 3)).joined).toEqual([])
})

test('errors at different places stay with their items', () => {
  const items = ['a', 'b', 'c', 'd'].map(name => operation(name, problem('Lost.', `#/${name}`, 'error')))
  expect(joinRepeated(items).joined).toEqual([])
  const same = ['a', 'b'].map(name => operation(name, problem('Lost.', '#/x', 'error')))
  expect(joinRepeated(same).joined).toEqual([problem('Lost. Used by 2 operations: a, b.', '#/x', 'error')])
})

test('long messages and names are cut, the number of items stays', () => {
  const shared = problem('m'.repeat(2_000), `#/${'p'.repeat(500)}`)
  const [joined] = joinRepeated(['a', 'b'].map(name => operation(name.repeat(500), shared))).joined
  expect(joined?.message.length).toBeLessThan(1_500)
  expect(joined?.message).toContain('Used by 2 operations')
})

const anyProblem = fc.record({
  severity: fc.constantFrom('error' as const, 'warning' as const, 'info' as const),
  code: fc.constantFrom('body-unusual' as const, 'text-shortened' as const),
  message: fc.constantFrom('', 'One.', 'Two.'),
  pointer: fc.constantFrom('#/a', '#/b', '#/c', '#/d', '#/e'),
})

test('every diagnostic is kept by its item or joined', () => {
  fc.assert(
    fc.property(fc.array(fc.array(anyProblem)), all => {
      const items = all.map((problems, i) => operation(`o${i}`, ...problems))
      const { kept, joined } = joinRepeated(items)
      for (const [i, { problems }] of items.entries())
        for (const one of problems) {
          const isKept = kept[i]?.some(other => JSON.stringify(other) === JSON.stringify(one))
          const isJoined = joined.some(
            other =>
              other.code === one.code && other.severity === one.severity && other.message.startsWith(`${one.message} `),
          )
          expect(isKept || isJoined).toBe(true)
        }
    }),
  )
})
