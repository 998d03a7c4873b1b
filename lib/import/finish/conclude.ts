import { success } from '../../connect/errors.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { isMapping } from '../../json/mapping.ts'
import { nextLedger } from '../../reconcile/next-ledger.ts'
import type { ImportOptions } from '../../request/import-options.ts'
import type { ImportSession } from '../import-session.ts'
import type { StepOutcome } from '../model.ts'
import type { AppliedVersion, PipelineResult } from '../outcome.ts'
import { reasonOf, sentence, stopIfUnsupported } from '../platform/platform-error.ts'
import { postOnce } from '../platform/post-once.ts'
import { readLedger } from '../prepare/compare.ts'
import type { StepRunner } from '../step-runner.ts'
import { appliedOf, collectResults } from './collect.ts'

/** Result of the steps `ledger` and `publish`. */
export type Conclusion = {
  /** Reason why the ledger could not be written. */
  readonly reason?: string
  readonly problems: readonly Diagnostic[]
  readonly publishFailed: boolean
}

/** Writes the ledger, also after an import that stopped early, and publishes the version on request. */
export async function conclude(
  run: StepRunner,
  { reason }: PipelineResult,
  written: AppliedVersion,
  { publish }: Pick<ImportOptions, 'publish'>,
): Promise<Conclusion> {
  const ledger = await run.step('ledger', () => writeLedger(written))
  if (ledger.kind !== 'done') return { reason: reason ?? ledger.reason, problems: [], publishFailed: false }
  const { damaged, failed, conflicts } = ledger.value
  const problems = damaged ? [LEDGER_DAMAGED] : []
  if (!publish || reason !== undefined) return { problems, publishFailed: false }
  if (failed + conflicts > 0) {
    const why = `The version was not published: ${failed} items failed and ${conflicts} are in conflict.`
    return { problems: [...problems, problem('error', 'not-published', why)], publishFailed: true }
  }
  const published = await run.step('publish', () => publishVersion(written.fresh?.session ?? written.session))
  if (published.kind === 'done') return { problems: [...problems, ...published.value], publishFailed: false }
  const unsupported = published.kind === 'unsupported'
  const message = unsupported
    ? 'The platform has no way to publish by its API; publish the version by hand.'
    : `The version was not published: ${published.reason}`
  return {
    problems: [...problems, problem(unsupported ? 'warning' : 'error', 'not-published', message)],
    publishFailed: !unsupported,
  }
}

type LedgerOutcome = { readonly damaged: boolean; readonly failed: number; readonly conflicts: number }

const writeLedger = async (written: AppliedVersion): Promise<StepOutcome<LedgerOutcome>> => {
  const { session, fresh, ledgers } = written
  const { ledger, damaged } = await readLedger(session, ledgers)
  const plan = await session.plan()
  const results = await collectResults(written, false)
  const store = session.dependencies.ledgers
  await store.write((fresh?.session ?? session).target, nextLedger(ledger, plan, appliedOf(results)))
  // The next import continues in the fresh draft.
  if (fresh !== undefined) await store.write(session.target, { ...ledger, successor: fresh.session.target.version })
  const { actions, definitions, removals } = results
  const all = [...actions.values(), ...definitions.values(), ...removals.actions, ...removals.definitions]
  const failed = all.filter(({ status }) => status === 'failed').length
  const conflicts = all.filter(({ problems }) => problems?.some(({ code }) => code === 'conflict')).length
  return { kind: 'done', value: { damaged, failed, conflicts } }
}

/** Publishes the version; returns the platform's validation messages. Safe to repeat. @throws PlatformStop */
const publishVersion = async ({ client }: ImportSession): Promise<StepOutcome<Diagnostic[]>> => {
  const publish = async () => {
    const answer = await client.publish()
    return answer.ok ? success(answer.value.version) : answer
  }
  const findPublished = async () => {
    const found = await client.getVersion()
    return found.ok && found.value.publishedAt ? found.value : undefined
  }
  const answer = await postOnce(client, publish, findPublished)
  if (answer.ok) return { kind: 'done', value: messagesOf(answer.value) }
  stopIfUnsupported(answer.error)
  // An earlier attempt may have published it, and the status of a second publish differs between platforms.
  const earlier = await findPublished()
  if (earlier !== undefined) return { kind: 'done', value: messagesOf(earlier) }
  return { kind: 'failed', reason: reasonOf(answer.error) }
}

const SEVERITIES = { error: 'error', warning: 'warning', info: 'info' } as const

const messagesOf = (version: Readonly<Record<string, unknown>>): Diagnostic[] => {
  const messages = Array.isArray(version.messages) ? version.messages.filter(isMapping) : []
  return messages.slice(0, 50).map(message => {
    const detail = Array.isArray(message.detail) ? message.detail.map(String).join('; ') : ''
    const severity = SEVERITIES[message.severity as keyof typeof SEVERITIES] ?? 'info'
    const text = `The platform says on publishing: ${String(message.text ?? '')}${detail === '' ? '' : ` (${detail})`}`
    return problem(severity, 'publish-message', sentence(text.slice(0, 1_000)))
  })
}

const problem = (severity: Diagnostic['severity'], code: string, message: string): Diagnostic => ({
  severity,
  code,
  message,
  pointer: '#',
})

const LEDGER_DAMAGED = problem(
  'warning',
  'ledger-damaged',
  'The record of earlier imports was damaged, so contents were compared instead; it was written anew.',
)
