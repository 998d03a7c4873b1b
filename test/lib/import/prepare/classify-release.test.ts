import { describe, expect, test } from 'vitest'
import type { Plan } from '../../../../lib/conversion/plan.ts'
import { classifyRelease } from '../../../../lib/import/prepare/classify-release.ts'
import { createFingerprints } from '../../../../lib/reconcile/compare/fingerprint.ts'
import { EMPTY_PLATFORM, type PlatformState } from '../../../../lib/reconcile/compare/platform-state.ts'
import { decide } from '../../../../lib/reconcile/decide/decide-changes.ts'
import { nextContent, parseContent, serialiseContent } from '../../../../lib/reconcile/ledger/applied.ts'
import { EMPTY_LEDGER, type Ledger, parseLedger, serialiseLedger } from '../../../../lib/reconcile/ledger/ledger.ts'
import { nextLedger } from '../../../../lib/reconcile/next-ledger.ts'
import { classify } from '../../../../lib/release/classify.ts'
import { releaseOf } from '../../../../lib/release/release.ts'
import { type Impacts, impactOf } from '../../../../lib/report/impact.ts'
import { findPairs, readPair } from '../../release/find-pairs.ts'

/** Returns the ledger after the import of a plan, of which every item was created. */
const ledgerOf = (plan: Plan): Ledger => {
  const created = (items: readonly { readonly name: string }[]) =>
    new Map(items.map(({ name }) => [name, { change: 'create', status: 'done', id: `id-${name}` }]))
  const none = new Map()
  return nextLedger(EMPTY_LEDGER, plan, {
    actions: created(plan.actions),
    triggers: created(plan.triggers),
    definitions: created(plan.definitions),
    removed: { actions: none, triggers: none, definitions: none },
  })
}

/** Returns a platform that has the items of a plan. */
const platformOf = ({ actions, triggers, definitions }: Plan): PlatformState => {
  const resources = (items: Plan['triggers']) =>
    new Map(
      items.flatMap(({ name, payload }) => (payload === undefined ? [] : [[name, { id: `id-${name}`, ...payload }]])),
    )
  return {
    ...EMPTY_PLATFORM,
    actions: resources(actions),
    triggers: resources(triggers),
    definitions: new Map(
      definitions.map(({ name, accept, description = '', content }) => {
        const schema: unknown = JSON.parse(content.replaceAll('"#/$defs/', '"https://p.example/'))
        return [name, { id: `id-${name}`, url: `https://p.example/${name}`, accept, description, schema }]
      }),
    ),
  }
}

const roundTrip = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** Classifies a re-import as the step `compare` does: from the stored ledger and content of the import before. */
const reimport = (before: Plan, after: Plan, edit = (ledger: Ledger): Ledger => ledger): Impacts => {
  const written = ledgerOf(before)
  const stored = serialiseContent(nextContent({ before: EMPTY_LEDGER, next: written }, before, undefined))
  const ledger = parseLedger(roundTrip(serialiseLedger(written)))
  const content = parseContent(roundTrip(stored), () => true)
  if (ledger === undefined || content === undefined) throw new Error('The ledger is damaged.')
  const fingerprints = createFingerprints()
  const policy = { removed: 'delete', force: false, fingerprints } as const
  const changes = decide(after, platformOf(before), edit(ledger), policy)
  return classifyRelease({ plan: after, changes, ledger: edit(ledger), content, fingerprints })
}

/** Changes by name, without those of items that the import keeps. */
const readable = (impacts: Impacts) => {
  const items = (kind: 'actions' | 'triggers' | 'definitions') =>
    Object.fromEntries(impacts[kind].filter(([, { kept }]) => !kept))
  const { connection = {} } = impacts
  return { actions: items('actions'), triggers: items('triggers'), definitions: items('definitions'), connection }
}

const wanted = (before: Plan, after: Plan) => {
  const { actions, triggers, definitions, connection } = classify(releaseOf(before), releaseOf(after))
  const items = (changes: typeof actions) => [...changes].map(([name, change]) => [name, impactOf(change)] as const)
  return readable({
    actions: items(actions),
    triggers: items(triggers),
    definitions: items(definitions),
    connection: Object.fromEntries(Object.entries(connection).map(([part, change]) => [part, impactOf(change)])),
  })
}

/** A part that can't be read removes nothing from the platform. */
const UNREAD: ReadonlySet<string> = new Set(['003-operation-not-converted'])

describe('a re-import finds what a comparison of the two documents finds', () => {
  test.each(findPairs().filter(({ name }) => !UNREAD.has(name)))('$name', async ({ folder }) => {
    const [before, after] = await readPair(folder)
    expect(readable(reimport(before, after))).toEqual(wanted(before, after))
    expect(readable(reimport(after, before))).toEqual(wanted(after, before))
    expect(readable(reimport(before, before))).toEqual({ actions: {}, triggers: {}, definitions: {}, connection: {} })
  })
})

describe('with the ledger of an earlier version, no connection has changed', () => {
  const pairs = findPairs().filter(({ name }) => /scheme|server|authentication/.test(name))

  test.each(pairs)('$name', async ({ folder }) => {
    const [before, after] = await readPair(folder)
    const { connection } = reimport(before, after, ({ connection: _, ...ledger }) => ledger)
    expect(connection).toBeUndefined()
  })
})
