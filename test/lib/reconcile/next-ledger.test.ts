import { expect, test } from 'vitest'
import type { Plan } from '../../../lib/conversion/plan.ts'
import { DEFAULT_POLICY, EMPTY_PLATFORM } from '../../../lib/reconcile/compare/platform-state.ts'
import { decide } from '../../../lib/reconcile/decide/decide-changes.ts'
import { EMPTY_LEDGER, type Ledger, parseLedger, serialiseLedger } from '../../../lib/reconcile/ledger/ledger.ts'
import { type Items, ledgerAfter, planOf, platformOf } from './state.ts'

const secured = (items: Items, ...security: string[]): Plan => {
  const plan = planOf(items)
  return { ...plan, actions: plan.actions.map(action => ({ ...action, ...(security.length > 0 && { security }) })) }
}

const FIRST = { actions: { a: 'x' } }
const imported = (plan: Plan, ledger: Ledger = EMPTY_LEDGER, platform = EMPTY_PLATFORM): Ledger =>
  ledgerAfter(plan, decide(plan, platform, ledger, DEFAULT_POLICY), ledger)
const first = imported(secured(FIRST, 'key'))
const securityOf = ({ actions }: Ledger) => actions.get('a')?.security

test.for<{ name: string; plan: Plan; platform: Items; want: string[] }>([
  { name: 'an unchanged action', plan: secured(FIRST, 'login'), platform: FIRST, want: ['login'] },
  { name: 'an action without any', plan: secured(FIRST), platform: FIRST, want: [] },
  {
    name: 'an updated action',
    plan: secured({ actions: { a: 'y' } }, 'login'),
    platform: FIRST,
    want: ['login'],
  },
  {
    name: 'an edited action, since nothing of the document is left to apply',
    plan: secured(FIRST, 'login'),
    platform: { actions: { a: 'edited' } },
    want: ['login'],
  },
  {
    name: 'not of a conflict, whose document is not applied',
    plan: secured({ actions: { a: 'y' } }, 'login'),
    platform: { actions: { a: 'edited' } },
    want: ['key'],
  },
])('the ledger has the authentication of what was applied: $name', ({ plan, platform, want }) => {
  const next = imported(plan, first, platformOf(platform))
  expect(securityOf(next)).toEqual(want)
  expect(parseLedger(JSON.parse(JSON.stringify(serialiseLedger(next))))).toEqual(next)
})

test('a ledger of an earlier version has no authentication, and is read', () => {
  const { actions, ...stored } = serialiseLedger(first)
  const former = actions.map(([name, { security: _, ...entry }]) => [name, entry])
  const read = parseLedger({ ...stored, actions: former })
  expect(read && securityOf(read)).toBeUndefined()
  expect(read?.actions.get('a')?.applied).toBe(first.actions.get('a')?.applied)
})
