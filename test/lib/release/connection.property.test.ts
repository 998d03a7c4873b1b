import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makePlan } from '../../../lib/conversion/make-plan.ts'
import { EMPTY_LEDGER, parseLedger, serialiseLedger } from '../../../lib/reconcile/ledger/ledger.ts'
import { classify } from '../../../lib/release/classify.ts'
import { type Release, releaseOf } from '../../../lib/release/release.ts'

/** More runs search for mistakes; a mistake becomes a case of `connection.test.ts`. */
const RUNS = Number(process.env.RELEASE_RUNS ?? 100)
const SEED = Number(process.env.RELEASE_SEED ?? 16)

type Json = Readonly<Record<string, unknown>>

const NAMES = ['key', 'login', 'oauth', '__proto__', 'constructor']
const url = fc.constantFrom('https://a.example/x', 'https://u:p@b.example?api_key=1', '/token', 'not a url {x}', '')
const text = fc.constantFrom('', 'A', 'B')
const scopes = fc.dictionary(fc.constantFrom('read', 'write', '__proto__'), text, { noNullPrototype: true })
const flow = fc.record({ authorizationUrl: url, tokenUrl: url, refreshUrl: url, scopes }, { requiredKeys: [] })

const scheme: fc.Arbitrary<unknown> = fc.oneof(
  fc.record({
    type: fc.constantFrom('apiKey', 'http', 'mutualTLS', 'openIdConnect', 'other'),
    name: text,
    in: fc.constantFrom('header', 'query', 'cookie'),
    scheme: fc.constantFrom('basic', 'Bearer'),
    openIdConnectUrl: url,
    description: text,
    deprecated: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('oauth2'),
    flows: fc.dictionary(fc.constantFrom('implicit', 'password', 'authorizationCode'), flow, { noNullPrototype: true }),
  }),
  fc.constantFrom(null, 1, {}, { $ref: '#/gone' }),
)
const schemes = fc.dictionary(fc.constantFrom(...NAMES), scheme, { noNullPrototype: true })

const server = fc.record({
  url: fc.constantFrom(
    'https://api.example.com/v1',
    'https://{region}.example.com',
    '//b.example',
    '/',
    '/v1',
    '{region}/x',
  ),
  variables: fc.record({
    region: fc.record({ default: fc.constantFrom('eu', 'https://us.example'), enum: fc.subarray(['eu', 'us']) }),
  }),
})
const servers = fc.array(server, { maxLength: 3 })
const security = fc.array(
  fc.dictionary(fc.constantFrom(...NAMES), fc.constant(['read']), { maxKeys: 2, noNullPrototype: true }),
  {
    maxLength: 2,
  },
)

const document = fc
  .record({ schemes, servers, own: servers, security })
  .map(({ schemes, servers, own, security }): Json => {
    const responses = { 204: { description: 'Done.' } }
    return {
      openapi: '3.2.0',
      info: { title: 'Library', version: '1' },
      servers,
      security,
      paths: {
        '/books': { get: { operationId: 'findBooks', responses } },
        '/shelves': { servers: own, get: { operationId: 'findShelves', responses } },
      },
      components: { securitySchemes: schemes },
    }
  })
const baseUrl = fc.constantFrom(
  undefined,
  'https://api.example.com/v1',
  'https://{{region}}.example.com',
  'https://proxy.example',
)

const releaseWith = (document: Json, baseUrl: string | undefined): Release => {
  const planned = makePlan(new Map([['', document]]), '', baseUrl === undefined ? {} : { baseUrl })
  if (!planned.ok) throw new Error(planned.problem.message)
  return releaseOf(planned.plan)
}

/** Returns the codes of all changes. */
const rulesOf = (before: Release, after: Release): string[] => {
  const { actions, connection } = classify(before, after)
  return [...actions.values(), ...Object.values(connection)].flatMap(({ reasons }) => reasons.map(({ rule }) => rule))
}

const stored = ({ connection, ...release }: Release): Release => {
  const written = JSON.parse(JSON.stringify(serialiseLedger({ ...EMPTY_LEDGER, ...(connection && { connection }) })))
  const read = parseLedger(written)?.connection
  return { ...release, ...(read && { connection: read }) }
}

/** Returns the document with the keys of all its objects in the other order. */
const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, item]) => [key, turned(item)]),
  )
}

test('a document has no changes to itself, also through the ledger', () => {
  fc.assert(
    fc.property(document, baseUrl, (document, baseUrl) => {
      const release = releaseWith(document, baseUrl)
      expect(release.connection).toBeDefined()
      expect(stored(release)).toEqual(release)
      expect(rulesOf(stored(release), release)).toEqual([])
      expect(rulesOf(release, releaseWith(turned(document) as Json, baseUrl))).toEqual([])
    }),
    { numRuns: RUNS, seed: SEED },
  )
})

test('a change that breaks no connection leaves all ways to authenticate as they were', () => {
  fc.assert(
    fc.property(document, schemes, (document, schemes) => {
      const [before, after] = [document, { ...document, components: { securitySchemes: schemes } }].map(each =>
        releaseWith(each, 'https://api.example.com/v1'),
      )
      if (before === undefined || after === undefined) throw new Error('There are two releases.')
      const { authentication } = classify(before, after).connection
      if (authentication?.kind === 'breaking') return
      const now = new Map(after.connection?.schemes.map(scheme => [scheme.key, scheme]))
      const unread = after.connection?.schemes.filter(({ facts }) => facts === undefined).map(({ key }) => key) ?? []
      for (const { key, facts, scopes, isUsed } of before.connection?.schemes ?? []) {
        const [name = ''] = key.split('#')
        if (!isUsed || facts === undefined || unread.includes(name)) continue
        expect(now.get(key)?.facts).toMatchObject(facts)
        expect(now.get(key)?.scopes).toEqual(expect.arrayContaining([...scopes]))
      }
    }),
    { numRuns: RUNS, seed: SEED },
  )
})
