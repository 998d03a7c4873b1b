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
const signed = (userArn: string) => ({ authorizer: { iam: { userArn } } })
const session = (role: string, account = '111122223333') =>
  signed(`arn:aws:sts::${account}:assumed-role/${role}/session`)

test.for([
  { what: 'a claim', context: token('acme'), want: ['acme'], only: 'acme' },
  { what: 'an array as API Gateway serialises it', context: token('[acme initech]'), want: ['acme', 'initech'] },
  { what: 'a claim that pretends to be all', context: token('[* acme]'), want: ['acme'], only: 'acme' },
  { what: 'a session of a role', context: session('acme'), want: ['acme'], only: 'acme' },
  { what: 'an operator', context: session('operator'), want: ORGANISATIONS },
  {
    what: 'a user',
    context: signed('arn:aws:iam::111122223333:user/people/ann'),
    want: ['acme', 'initech'],
  },
])('$what: may use $want', ({ context, want, only }) => {
  const caller = callerOf(context, rules)
  expect(ORGANISATIONS.filter(caller.mayUse)).toEqual(want)
  expect(caller.organisationId).toBe(only)
})

test.for([
  { what: 'no authorizer', context: {}, status: 401 },
  { what: 'an authorizer of another kind', context: { authorizer: { lambda: {} } }, status: 401 },
  { what: 'a token without the claim', context: token(undefined), status: 403 },
  { what: 'a claim for all', context: token('*'), status: 403 },
  { what: 'an empty array', context: token('[]'), status: 403 },
  { what: 'a claim that is not a string', context: token(['acme']), status: 403 },
  { what: 'a role without organisations', context: session('stranger'), status: 403 },
  { what: 'a role of that name in another account', context: session('operator', '999999999999'), status: 403 },
  { what: 'a user with the name of a role', context: signed('arn:aws:iam::111122223333:user/operator'), status: 403 },
])('$what: $status', ({ context, status }) => {
  expect(() => callerOf(context, rules)).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ status }) }),
  )
})

test('a principal without organisations is refused with the remedy', () => {
  expect(() => callerOf(session('acme'), { ...rules, organisations: {} })).toThrow(
    'arn:aws:iam::111122223333:role/acme has no organisation. Add it to the parameter apiOrganisations.',
  )
})
