import { expect, test } from 'vitest'
import type { DescribedConnection } from '../../../lib/conversion/describe-connection.ts'
import { nextConnection } from '../../../lib/reconcile/next-connection.ts'

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
    const next = nextConnection(former, connection ? { connection } : {}, entriesOf(...security))
    expect(next?.schemes.map(({ texts }) => texts)).toEqual(want)
  },
)
