import { expect, test } from 'vitest'
import type { PlannedDefinition } from '../../../lib/conversion/plan.ts'
import { createFingerprints } from '../../../lib/reconcile/compare/fingerprint.ts'
import { DEFAULT_POLICY } from '../../../lib/reconcile/compare/platform-state.ts'
import { decide } from '../../../lib/reconcile/decide/decide-changes.ts'
import { needsSchema } from '../../../lib/reconcile/decide/decide-definition.ts'
import { nextLedger } from '../../../lib/reconcile/next-ledger.ts'
import { plan, plannedDefinition } from '../report/fixtures.ts'

/** Makes a definition that counts the fingerprints made of it: each reads its content once. */
const countedDefinition = () => {
  let reads = 0
  const { content, ...definition } = plannedDefinition('Pet')
  const counted: PlannedDefinition = {
    ...definition,
    get content() {
      reads += 1
      return content
    },
  }
  return { definition: counted, reads: () => reads }
}

test('an import makes the fingerprint of a definition once: for reading, comparing and the ledger', () => {
  const { definition, reads } = countedDefinition()
  const planned = { ...plan([]), definitions: [definition], requests: [1] }
  const none = new Map()
  const removed = { actions: none, triggers: none, definitions: none }
  const definitions = new Map([['Pet', { change: 'create', status: 'done', id: '01P' }]])
  const results = { actions: none, triggers: none, definitions, removed }
  const ledger = nextLedger({ actions: none, triggers: none, definitions: none }, planned, results)
  const stored = { id: '01P', url: 'https://platform.example/Pet', accept: definition.accept, schema: undefined }
  const platform = { actions: none, triggers: none, definitions: new Map([['Pet', stored]]) }
  const before = reads()
  const fingerprints = createFingerprints()
  expect(needsSchema(definition, ledger, fingerprints)).toBe(false)
  const { definitions: decisions } = decide(planned, platform, ledger, { ...DEFAULT_POLICY, fingerprints })
  expect(decisions).toEqual([{ change: 'unchanged', id: '01P', url: stored.url }])
  expect(nextLedger(ledger, planned, results, fingerprints)).toEqual(ledger)
  expect(reads() - before).toBe(1)
})
