import { expect, test } from 'vitest'
import type { DescribedConnection } from '../../../lib/conversion/describe-connection.ts'
import { nextConnection } from '../../../lib/reconcile/next-connection.ts'
import { planOf } from './state.ts'

const connectionOf = (texts: string, keys: Readonly<Record<string, boolean>>): DescribedConnection => ({
  schemes: Object.entries(keys).map(([key, isUsed]) => {
    return { key, pointer: '#', isUsed, scopes: [], isDeprecated: false, texts }
  }),
  servers: [],
  ownServers: [],
})

const entriesOf = (...security: string[]) => ({
  actions: new Map([['a', { applied: 'x', stored: 'x', method: 'GET', path: '/a', security }]]),
  triggers: new Map(),
})

const FORMER = connectionOf('old', { key: true, 'login#implicit': true })
const FILTERED = connectionOf('new', { key: true, 'login#implicit': false })

test.for<[string, DescribedConnection | undefined, DescribedConnection | undefined, string[], string[] | undefined]>([
  ['another operation requires it', FORMER, FILTERED, ['key and login (read, write)'], ['new', 'old']],
  ['no operation requires it any more', FORMER, FILTERED, ['key'], ['new', 'new']],
  ['the import has it', FORMER, connectionOf('new', { key: true, 'login#implicit': true }), ['login'], ['new', 'new']],
  [
    'it was not required before',
    connectionOf('old', { key: false }),
    connectionOf('new', { key: false }),
    ['key'],
    ['new'],
  ],
  ['the document lacks it', FORMER, connectionOf('new', { key: true }), ['login'], ['new']],
  ['no import was before', undefined, FILTERED, ['login'], ['new', 'new']],
  ['the document is only read in part', FORMER, undefined, ['login'], ['old', 'old']],
])(
  'the former description of a way to authenticate is kept if it was not compared: %s',
  ([, former, connection, security, want]) => {
    const next = nextConnection(former, { actions: [], ...(connection && { connection }) }, entriesOf(...security))
    expect(next?.schemes.map(({ texts }) => texts)).toEqual(want)
  },
)

test.for<[string, string[], [string, string[]][]]>([
  ['has its new ones after its import', ['a'], [['GET /a', ['new']]]],
  ['keeps its former ones outside of the import', [], [['GET /a', ['old']]]],
])('an operation with its own servers %s', ([, names, want]) => {
  const withServers = (url: string) => ({ ...connectionOf('', {}), ownServers: [['GET /a', [url]]] as const })
  const { actions } = planOf({ actions: Object.fromEntries(names.map(name => [name, 'x'])) })
  const next = nextConnection(withServers('old'), { actions, connection: withServers('new') }, entriesOf())
  expect(next?.ownServers).toEqual(want)
})
