import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { useApi } from './support/api.ts'

const { call, stack } = useApi()
const ACCOUNT = '111122223333'
const session = (role: string, account = ACCOUNT) => ({ iam: `arn:aws:sts::${account}:assumed-role/${role}/session` })
const history = (organisation: string) => `GET /imports?connectorId=c&organisationId=${organisation}`

/** Writes the item of a caller, as docs/api.md describes it. */
const allow = async (arn: string, organisations: string[]): Promise<void> => {
  const item = { pk: { S: `CALLER#${arn}` }, sk: { S: 'CALLER' }, organisations: { SS: organisations } }
  await new DynamoDBClient({}).send(new PutItemCommand({ TableName: stack().environment.TABLE, Item: item }))
}

test('a caller has the organisations of its item in the table, and no others', async () => {
  await allow(`arn:aws:iam::${ACCOUNT}:role/acme-ci`, ['acme', 'initech'])
  const as = session('acme-ci')
  expect(await call(history('initech'), { as })).toMatchObject({ statusCode: 200 })
  expect(await call(history('other'), { as })).toMatchObject({ statusCode: 403 })
  expect(await call(history('acme'), { as: session('acme-ci', '999999999999') })).toMatchObject({ statusCode: 403 })
  expect(await call(history('acme'), { as: session('stranger') })).toMatchObject({
    statusCode: 403,
    body: { code: 'no-organisation' },
  })
})

test('an item with * allows all organisations, and an invalid id none', async () => {
  await allow(`arn:aws:iam::${ACCOUNT}:role/operator`, ['*'])
  await allow(`arn:aws:iam::${ACCOUNT}:role/broken`, ['a b'])
  expect(await call(history('acme'), { as: session('operator') })).toMatchObject({ statusCode: 200 })
  expect(await call(history('a b'), { as: session('broken') })).toMatchObject({ statusCode: 403 })
})

test('the parameter overrides the item of the table', async () => {
  const arn = `arn:aws:iam::${ACCOUNT}:role/both`
  await allow(arn, ['initech'])
  const settings = { ORGANISATIONS: JSON.stringify({ [arn]: ['acme'] }) }
  expect(await call(history('acme'), { as: session('both') }, settings)).toMatchObject({ statusCode: 200 })
  expect(await call(history('initech'), { as: session('both') }, settings)).toMatchObject({ statusCode: 403 })
})

test('a change of the item takes effect with the next request', async () => {
  const arn = `arn:aws:iam::${ACCOUNT}:user/ann`
  const as = { iam: `arn:aws:iam::${ACCOUNT}:user/people/ann` }
  await allow(arn, ['acme'])
  expect(await call(history('acme'), { as })).toMatchObject({ statusCode: 200 })
  await allow(arn, ['initech'])
  expect(await call(history('acme'), { as })).toMatchObject({ statusCode: 403 })
})
