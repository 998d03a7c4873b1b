import { readFileSync } from 'node:fs'
import type { Plan } from '../../lib/conversion/plan.ts'
import { classifyRelease } from '../../lib/import/prepare/classify-release.ts'
import { hasRelease } from '../../lib/import/prepare/effects.ts'
import { createFingerprints } from '../../lib/reconcile/compare/fingerprint.ts'
import { EMPTY_PLATFORM, type PlatformState } from '../../lib/reconcile/compare/platform-state.ts'
import { neededConfirmations } from '../../lib/reconcile/confirmations.ts'
import { decide } from '../../lib/reconcile/decide/decide-changes.ts'
import { needsSchema } from '../../lib/reconcile/decide/decide-definition.ts'
import { parseContent } from '../../lib/reconcile/ledger/applied.ts'
import { parseLedger } from '../../lib/reconcile/ledger/ledger.ts'
import type { ClassifyingInput, ClassifyingTimes, PartTimes } from './classifying.ts'
import { cpuTime } from './cpu.ts'

/**
 * Compares and classifies a release once, in a process that has only loaded its modules, as an import does. Prints the times as
 * JSON.
 */
const [file = ''] = process.argv.slice(2)
const input: ClassifyingInput = JSON.parse(readFileSync(file, 'utf8'))
const { plan } = input
const [ledger, content] = [parseLedger(input.ledger), parseContent(input.content, () => true)]
if (ledger === undefined || content === undefined) throw new Error('The input is damaged.')

const timed = <T>(task: () => T): [T, PartTimes] => {
  const [cpu, wall] = [cpuTime(), performance.now()]
  const made = task()
  return [made, { cpu: cpuTime() - cpu, wall: performance.now() - wall }]
}

/** The platform has what the first release made. As in an import, only the schemas that are needed are read. */
const platformOf = ({ actions, definitions }: Plan, wanted: ReadonlySet<string>): PlatformState => ({
  ...EMPTY_PLATFORM,
  actions: new Map(
    actions.flatMap(({ name, payload }) => (payload === undefined ? [] : [[name, { id: `id-${name}`, ...payload }]])),
  ),
  definitions: new Map(
    definitions.map(({ name, accept, description = '', content }) => {
      const schema: unknown = wanted.has(name)
        ? JSON.parse(content.replaceAll('"#/$defs/', '"https://p.example/'))
        : undefined
      return [name, { id: `id-${name}`, url: `https://p.example/${name}`, accept, description, schema }]
    }),
  ),
})

const fingerprints = createFingerprints()
const [wanted, finding] = timed(() => plan.definitions.filter(each => needsSchema(each, ledger, fingerprints)))
const platform = platformOf(input.before, new Set(wanted.map(({ name }) => name)))
const [changes, deciding] = timed(() => {
  const decided = decide(plan, platform, ledger, { removed: 'keep', force: false, fingerprints })
  neededConfirmations({ plan, platform, ledger, changes: decided, publish: false })
  JSON.stringify(decided)
  return decided
})
// The next ledger needs them, once in an import: not a part of either.
for (const { payload } of plan.actions) if (payload !== undefined) fingerprints.ofPayload(payload)
const [changed, classifying] = timed(() => {
  if (!hasRelease(plan, changes, ledger, fingerprints)) return 0
  const impacts = classifyRelease({ plan, changes, ledger, content, fingerprints })
  JSON.stringify(impacts)
  return impacts.actions.length + impacts.definitions.length
})
const comparing = { cpu: finding.cpu + deciding.cpu, wall: finding.wall + deciding.wall }
process.stdout.write(JSON.stringify({ comparing, classifying, changed } satisfies ClassifyingTimes))
