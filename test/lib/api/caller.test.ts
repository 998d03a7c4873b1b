import { expect, test } from 'vitest'
import { callerOf } from '../../../lib/api/caller.ts'

const organisations = {
  'arn:aws:iam::111122223333:role/teams/acme': ['acme'],
  'arn:aws:iam::111122223333:role/operator': ['*'],
  'arn:aws:iam::111122223333:user/people/ann': ['acme', 'initech'],
}
const rules = { claim: 'organisation_id', organisations }
const ORGANISATIONS = ['acme', 'initech', 'other']

const token = (claim: unknown) => ({ authorizer: { jwt: { claims: { organisation_id: claim, sub: 'x' } } } })
/** Header of a token with this claim; API Gateway has verified its signature. */
const bearer = (claim: unknown) => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `Bearer ${part({ alg: 'RS256' })}.${part({ organisation_id: claim, sub: 'x' })}.c2ln`
}
const signed = (userArn: string) => ({ authorizer: { iam: { userArn } } })
const session = (role: string, account = '111122223333') =>
  signed(`arn:aws:sts::${account}:assumed-role/${role}/session`)

test.for<{ what: string; context: object; header?: string; want: string[]; only?: string }>([
  { what: 'a claim', context: token('acme'), want: ['acme'], only: 'acme' },
  {
    what: 'an array as API Gateway serialises it',
    context: token('[acme initech]'),
    header: bearer(['acme', 'initech']),
    want: ['acme', 'initech'],
  },
  {
    what: 'a claim that pretends to be all',
    context: token('[* acme]'),
    header: bearer(['*', 'acme']),
    want: ['acme'],
    only: 'acme',
  },
  {
    what: 'an array with a number',
    context: token('[1 acme]'),
    header: bearer([1, 'acme']),
    want: ['acme'],
    only: 'acme',
  },
  { what: 'an array with one item', context: token('[acme]'), header: bearer(['acme']), want: ['acme'], only: 'acme' },
  {
    what: 'an array, in a header without a scheme',
    context: token('[acme]'),
    header: bearer(['acme']).slice(7),
    want: ['acme'],
    only: 'acme',
  },
  {
    what: 'an array with a name in front',
    context: token('[Not initech Ltd acme]'),
    header: bearer(['Not initech Ltd', 'acme']),
    want: ['acme'],
    only: 'acme',
  },
  { what: 'a session of a role', context: session('acme'), want: ['acme'], only: 'acme' },
  { what: 'an operator', context: session('operator'), want: ORGANISATIONS },
  {
    what: 'a user',
    context: signed('arn:aws:iam::111122223333:user/people/ann'),
    want: ['acme', 'initech'],
  },
])('$what: may use $want', ({ context, header, want, only }) => {
  const caller = callerOf(context, rules, header)
  expect(ORGANISATIONS.filter(caller.mayUse)).toEqual(want)
  expect(caller.organisationId).toBe(only)
})

test.for<{ what: string; context: object; header?: string; status: number }>([
  { what: 'no authorizer', context: {}, status: 401 },
  { what: 'an authorizer of another kind', context: { authorizer: { lambda: {} } }, status: 401 },
  { what: 'a token without the claim', context: token(undefined), status: 403 },
  { what: 'a claim for all', context: token('*'), status: 403 },
  { what: 'an empty array', context: token('[]'), header: bearer([]), status: 403 },
  { what: 'a name with the id of an organisation', context: token('Not acme Ltd'), status: 403 },
  {
    what: 'an array of one name with the id of an organisation',
    context: token('[Not acme Ltd]'),
    header: bearer(['Not acme Ltd']),
    status: 403,
  },
  {
    what: 'an array of names with commas',
    context: token('[Not, acme, Ltd]'),
    header: bearer(['Not, acme, Ltd']),
    status: 403,
  },
  { what: 'a string that looks like an array', context: token('[acme]'), header: bearer('[acme]'), status: 403 },
  { what: 'an array whose token is missing', context: token('[acme]'), status: 403 },
  { what: 'an array of another token', context: token('[initech]'), header: bearer(['acme']), status: 403 },
  {
    what: 'an array with two tokens',
    context: token('[acme]'),
    header: `${bearer(['acme'])},${bearer(['acme'])}`,
    status: 403,
  },
  { what: 'an array whose token is not JSON', context: token('[acme]'), header: 'Bearer a.b.c', status: 403 },
  { what: 'a claim that is not a string', context: token(['acme']), status: 403 },
  { what: 'a role without organisations', context: session('stranger'), status: 403 },
  { what: 'a role of that name in another account', context: session('operator', '999999999999'), status: 403 },
  { what: 'a user with the name of a role', context: signed('arn:aws:iam::111122223333:user/operator'), status: 403 },
])('$what: $status', ({ context, header, status }) => {
  expect(() => callerOf(context, rules, header)).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ status }) }),
  )
})

test('a principal without organisations is refused with the remedy', () => {
  expect(() => callerOf(session('acme'), { ...rules, organisations: {} }, undefined)).toThrow(
    'arn:aws:iam::111122223333:role/acme has no organisation. Add it to the parameter apiOrganisations, or to the table.',
  )
})

test.for([
  { what: 'the subject of a token', context: token('acme'), want: 'x' },
  {
    what: 'nothing for a token without a subject',
    context: { authorizer: { jwt: { claims: { organisation_id: 'acme' } } } },
    want: undefined,
  },
  {
    what: 'the ARN of a session',
    context: session('acme'),
    want: 'arn:aws:sts::111122223333:assumed-role/acme/session',
  },
])('the name of a caller is $what, never the token', ({ context, want }) => {
  expect(callerOf(context, rules, bearer('acme')).name).toBe(want)
})
