import { gunzipSync, gzipSync } from 'node:zlib'
import { makePlan } from '../../lib/conversion/make-plan.ts'
import type { Plan } from '../../lib/conversion/plan.ts'
import { classifyRelease } from '../../lib/import/prepare/classify-release.ts'
import { createFingerprints } from '../../lib/reconcile/compare/fingerprint.ts'
import { EMPTY_PLATFORM, type PlatformState } from '../../lib/reconcile/compare/platform-state.ts'
import { type Changes, decide } from '../../lib/reconcile/decide/decide-changes.ts'
import { nextContent, parseContent, serialiseContent } from '../../lib/reconcile/ledger/applied.ts'
import { EMPTY_LEDGER, type Ledger, parseLedger, serialiseLedger } from '../../lib/reconcile/ledger/ledger.ts'
import { nextLedger } from '../../lib/reconcile/next-ledger.ts'
import { generateDocument } from './generate-document.ts'
import { runRounds } from './rounds.ts'

const POLICY = { removed: 'keep', force: false } as const

export type Classifying = {
  /** Milliseconds of the comparison, without and with the classification. */
  readonly comparing: number
  readonly classifying: number
  readonly changed: number
}

/**
 * Measures the comparison of a re-import, as the step `compare` makes it: from the stored ledger, plan and content. The platform
 * has answered already.
 * @param part one of how many schemas and operations the new release changes
 */
export const measureClassifying = (operations: number, part: number, rounds: number): Classifying => {
  const before = planOf(generateDocument(operations))
  const plan = pack(planOf(nextRelease(generateDocument(operations), part)))
  const ledger = ledgerOf(before)
  const stored = pack(serialiseLedger(ledger))
  const content = pack(serialiseContent(nextContent({ before: EMPTY_LEDGER, next: ledger }, before, undefined)))
  const platform = pack(before)
  let changed = 0
  const compare = () => {
    const compared = {
      plan: unpack<Plan>(plan),
      ledger: parseLedger(unpack(stored)) ?? EMPTY_LEDGER,
      fingerprints: createFingerprints(),
    }
    const state = platformOf(unpack<Plan>(platform))
    return { ...compared, changes: decide(compared.plan, state, compared.ledger, { ...POLICY, ...compared }) }
  }
  const finish = (changes: Changes, impacts?: object) => pack({ ...changes, ...(impacts && { impacts }) })
  const [comparing, classifying] = runRounds(
    [
      () => finish(compare().changes),
      () => {
        const compared = compare()
        const applied = parseContent(unpack(content), () => true)
        if (applied === undefined) throw new Error('The content is damaged.')
        const impacts = classifyRelease({ ...compared, content: applied })
        changed = impacts.actions.length + impacts.definitions.length
        return finish(compared.changes, impacts)
      },
    ],
    rounds,
    2,
  )
  return { comparing: comparing?.median ?? Number.NaN, classifying: classifying?.median ?? Number.NaN, changed }
}

const pack = (value: unknown): Uint8Array => gzipSync(JSON.stringify(value), { level: 1 })
const unpack = <T>(bytes: Uint8Array): T => JSON.parse(gunzipSync(bytes).toString('utf8')) as T

const planOf = (document: unknown): Plan => {
  const planned = makePlan(new Map([['', document]]), '')
  if (!planned.ok) throw new Error(planned.problem.message)
  return planned.plan
}

/** The platform has what the first release made. */
const platformOf = ({ actions, definitions }: Plan): PlatformState => ({
  ...EMPTY_PLATFORM,
  actions: new Map(
    actions.flatMap(({ name, payload }) => (payload === undefined ? [] : [[name, { id: `id-${name}`, ...payload }]])),
  ),
  definitions: new Map(
    definitions.map(({ name, accept, description = '', content }) => {
      const schema: unknown = JSON.parse(content.replaceAll('"#/$defs/', '"https://p.example/'))
      return [name, { id: `id-${name}`, url: `https://p.example/${name}`, accept, description, schema }]
    }),
  ),
})

const ledgerOf = (plan: Plan): Ledger => {
  const applied = (items: readonly { readonly name: string }[]) =>
    new Map(items.map(({ name }) => [name, { change: 'create', status: 'done', id: `id-${name}` }]))
  const none = new Map()
  return nextLedger(EMPTY_LEDGER, plan, {
    actions: applied(plan.actions),
    triggers: none,
    definitions: applied(plan.definitions),
    removed: { actions: none, triggers: none, definitions: none },
  })
}

type Json = Record<string, unknown>

/** Changes one of `part` schemas and operations: a new property, a new parameter, another summary. */
const nextRelease = (document: Json, part: number): Json => {
  const { schemas } = document.components as { schemas: Record<string, Json> }
  for (const [i, schema] of Object.values(schemas).entries()) {
    if (i % part !== 0) continue
    const owner = (Array.isArray(schema.allOf) ? schema.allOf[1] : schema) as Json
    owner.properties = { ...(owner.properties as Json), added: { type: 'string' } }
    owner.required = ['field0']
  }
  for (const [i, item] of Object.values(document.paths as Record<string, Record<string, Json>>).entries())
    if (i % part === 0) for (const operation of Object.values(item)) operation.summary = 'Changed'
  return document
}
