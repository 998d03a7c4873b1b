import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ACTION_NAME } from '../../../../lib/contract/requests.ts'
import {
  type Identity,
  limitLength,
  nameFromPath,
  nameOperations,
  wantedName,
} from '../../../../lib/conversion/naming/operation-names.ts'
import { MAX_NAME } from '../../../../lib/conversion/text.ts'

const SEED = 20

test.each([
  { method: 'GET', path: '/users/{id}/repos', want: 'GetUsersByIdRepos' },
  { method: 'POST', path: '/users', want: 'PostUsers' },
  { method: 'GET', path: '/', want: 'Get' },
  { method: 'GET', path: '/{id}.json', want: 'GetByIdJson' },
  { method: 'GET', path: '/{a}-{b}', want: 'GetByAByB' },
  { method: 'DELETE', path: '/user-groups/{group_id}', want: 'DeleteUserGroupsByGroupId' },
  { method: 'PATCH', path: '/v1.2/a_b', want: 'PatchV12AB' },
  { method: 'GET', path: '/日本/{}', want: 'Get' },
])('$method $path is $want', ({ want, ...identity }) => {
  expect(nameFromPath(identity)).toBe(want)
})

test.each([
  { given: 'getUser', want: 'getUser' },
  { given: 'users.get/by id', want: 'users_get_by_id' },
  { given: ' padded ', want: 'padded' },
  { given: 'a$b-c_d', want: 'a$b-c_d' },
  { given: '', want: 'GetA' },
  { given: '???', want: 'GetA' },
  { given: '__', want: 'GetA' },
  { given: undefined, want: 'GetA' },
])('the operationId $given becomes $want', ({ given, want }) => {
  expect(wantedName({ method: 'GET', path: '/a', ...(given !== undefined && { operationId: given }) })).toBe(want)
})

test('a shortened name differs from others with the same beginning', () => {
  const [a, b] = [limitLength(`${'a'.repeat(200)}1`), limitLength(`${'a'.repeat(200)}2`)]
  expect([a.length, b.length]).toEqual([MAX_NAME, MAX_NAME])
  expect(a).not.toBe(b)
  expect(limitLength('a'.repeat(MAX_NAME))).toBe('a'.repeat(MAX_NAME))
})

test('operations that prefer the same name each get a suffix, others none', () => {
  const identities: Identity[] = [
    { operationId: 'list', method: 'GET', path: '/a' },
    { operationId: 'list', method: 'GET', path: '/b' },
    { operationId: 'other', method: 'GET', path: '/c' },
    { operationId: 'list_GetA', method: 'GET', path: '/d' },
  ]
  expect(nameOperations(identities)).toEqual([
    expect.stringMatching(/^list_GetA_[0-9a-f]{8}$/),
    'list_GetB',
    'other',
    'list_GetA',
  ])
})

const identity: fc.Arbitrary<Identity> = fc.record(
  {
    operationId: fc.oneof(
      fc.constantFrom('list', 'list_GetA', 'GetA', 'a b', 'a.b', ''),
      fc.string({ unit: 'binary' }),
    ),
    method: fc.constantFrom('GET', 'POST'),
    path: fc.oneof(fc.constantFrom('/a', '/A', '/-a', '/{a}', '/b'), fc.webPath()),
  },
  { requiredKeys: ['method', 'path'] },
)
const key = ({ method, path }: Identity): string => `${method} ${path}`
const identities = fc.uniqueArray(identity, { selector: key, maxLength: 12 })

test('names are unique and legal', () => {
  fc.assert(
    fc.property(identities, given => {
      const names = nameOperations(given)
      expect(new Set(names).size).toBe(given.length)
      for (const name of names) {
        expect(name).toMatch(ACTION_NAME)
        expect(name.length).toBeLessThanOrEqual(MAX_NAME)
      }
    }),
    { seed: SEED, numRuns: 500 },
  )
})

test('names do not depend on the order', () => {
  const shuffled = identities.chain(given =>
    fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
  )
  fc.assert(
    fc.property(shuffled, ([given, other]) => {
      const names = nameOperations(given)
      const nameOf = new Map(given.map((identity, i) => [key(identity), names[i]]))
      expect(nameOperations(other)).toEqual(other.map(identity => nameOf.get(key(identity))))
    }),
    { seed: SEED, numRuns: 500 },
  )
})

test('a name does not depend on an operation that prefers another', () => {
  fc.assert(
    fc.property(identities, given => {
      const named: Identity[] = [...given, { operationId: 'nobodyElseWantsThis', method: 'PUT', path: '/z' }]
      expect(nameOperations(named).slice(0, -1)).toEqual(nameOperations(given))
    }),
    { seed: SEED },
  )
})

test('an operation with the hashed name of another keeps it, and the other gets another hash', () => {
  const clashing = [
    { operationId: 'x', method: 'GET', path: '/a' },
    { operationId: 'x', method: 'GET', path: '/b' },
    { operationId: 'x_GetA', method: 'GET', path: '/c' },
  ]
  const hashed = nameOperations(clashing)[0]
  const named = nameOperations([...clashing, { operationId: hashed ?? '', method: 'GET', path: '/d' }])
  expect(hashed).toMatch(/^x_GetA_[0-9a-f]{8}$/)
  expect(named[3]).toBe(hashed)
  expect(named[0]).toMatch(/^x_GetA_[0-9a-f]{8}$/)
  expect(new Set(named).size).toBe(4)
})
