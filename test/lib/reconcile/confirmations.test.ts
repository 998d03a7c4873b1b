import { expect, test } from 'vitest'
import { DEFAULT_POLICY, EMPTY_PLATFORM, type Policy } from '../../../lib/reconcile/compare/platform-state.ts'
import { neededConfirmations } from '../../../lib/reconcile/confirmations.ts'
import { decide } from '../../../lib/reconcile/decide/decide-changes.ts'
import { EMPTY_LEDGER, type Ledger } from '../../../lib/reconcile/ledger/ledger.ts'
import { type Items, ledgerAfter, planOf, platformOf } from './state.ts'

const actionsOf = (count: number): Items => ({
  actions: Object.fromEntries(Array.from({ length: count }, (_, i) => [`a${i}`, 'x'])),
})

type Given = {
  /** Number of actions of the last import, of those that the platform still has, and of the document. */
  readonly last: number
  readonly platform?: number
  readonly document: number
  readonly removed?: Policy['removed']
}

const confirmations = ({ last, platform = last, document, removed = 'delete' }: Given) => {
  const first = planOf(actionsOf(last))
  const ledger = ledgerAfter(first, decide(first, EMPTY_PLATFORM, EMPTY_LEDGER, DEFAULT_POLICY))
  const [plan, state] = [planOf(actionsOf(document)), platformOf(actionsOf(platform))]
  const changes = decide(plan, state, ledger, { ...DEFAULT_POLICY, removed })
  return neededConfirmations({ plan, platform: state, ledger, changes, publish: false })
}

test.for<Given & { want: string | undefined }>([
  { last: 1, document: 1, want: undefined },
  { last: 1, document: 0, want: 'It deletes all 1 actions of earlier imports (a0).' },
  { last: 4, document: 3, want: 'It deletes 1 of 4 actions of earlier imports (a3).' },
  { last: 5, document: 4, want: undefined },
  { last: 10, document: 8, want: undefined },
  { last: 10, document: 7, want: 'It deletes 3 of 10 actions of earlier imports (a7, a8, a9).' },
  { last: 10, platform: 8, document: 6, want: 'It deletes 2 of 8 actions of earlier imports (a6, a7).' },
  { last: 10, document: 0, want: 'It deletes all 10 actions of earlier imports (a0, a1, a2, a3, a4 and 5 more).' },
  { last: 10, document: 0, removed: 'keep', want: undefined },
  { last: 10, platform: 0, document: 0, want: undefined },
])(
  '$last actions imported, $platform left, $document in the document, removed $removed: $want',
  ({ want, ...given }) => {
    expect(confirmations(given).map(({ message }) => message)).toEqual(want === undefined ? [] : [want])
  },
)

test('actions of a person do not count', () => {
  const first = planOf(actionsOf(4))
  const ledger = ledgerAfter(first, decide(first, EMPTY_PLATFORM, EMPTY_LEDGER, DEFAULT_POLICY))
  const platform = platformOf({ actions: { ...actionsOf(4).actions, mine: 'x', other: 'x' } })
  const plan = planOf(actionsOf(3))
  const changes = decide(plan, platform, ledger, { ...DEFAULT_POLICY, removed: 'delete' })
  expect(neededConfirmations({ plan, platform, ledger, changes, publish: false })).toHaveLength(1)
})

const compared = (ledger: Ledger, publish = false, hosts: readonly string[] = []) => {
  const plan = { ...planOf({}), ...(hosts.length > 0 && { hosts }) }
  const changes = decide(plan, EMPTY_PLATFORM, ledger, DEFAULT_POLICY)
  return neededConfirmations({ plan, platform: EMPTY_PLATFORM, ledger, changes, publish })
}

test('another title than that of the last import, and publishing, need a confirmation', () => {
  expect(compared(EMPTY_LEDGER)).toEqual([])
  expect(compared({ ...EMPTY_LEDGER, title: 'Pets' })).toEqual([])
  expect(compared({ ...EMPTY_LEDGER, title: 'Shop' })).toEqual([
    {
      code: 'title',
      message: 'The document has the title "Pets", but the last one that was imported into this version has "Shop".',
    },
  ])
  expect(compared(EMPTY_LEDGER, true)).toMatchObject([{ code: 'publish' }])
})

test.each([
  ['pets', false],
  [' Pets\u00a0', false],
  ['Pets 2.0', false],
  ['Pets (v1.2.3-beta.1)', false],
  ['Pets - Version 2024-06-20', false],
  ['Pet', true],
  ['Pets API', true],
  ['2.0', true],
])('after an import with the title %j, that of "Pets" needs a confirmation: %j', (title, want) => {
  expect(compared({ ...EMPTY_LEDGER, title })).toHaveLength(want ? 1 : 0)
})

test.each<[string[] | undefined, string[], boolean]>([
  [undefined, ['a.example'], false],
  [['a.example'], [], false],
  [['a.example'], ['a.example'], false],
  [['a.example', 'b.example'], ['c.example', 'b.example'], false],
  [['a.example'], ['b.example'], true],
  [['a.example'], ['a.example:8443'], true],
])('after an import from the hosts %j, that of %j needs a confirmation: %j', (last, hosts, want) => {
  const ledger = { ...EMPTY_LEDGER, title: 'Pets', ...(last && { hosts: last }) }
  const message =
    'The document\'s server is on the host "b.example", but that of the last document that was imported into this version is on "a.example".'
  const found = compared(ledger, false, hosts)
  expect(found.map(({ code }) => code)).toEqual(want ? ['host'] : [])
  if (hosts[0] === 'b.example') expect(found).toEqual([{ code: 'host', message }])
})
