import { success } from '../../connect/errors.ts'
import type { DiagnosticEntry } from '../../diagnostics/catalogue.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import {
  conflict,
  documentIncomplete,
  ledgerDamaged,
  notPublished,
  published,
  publishMessage,
} from '../../diagnostics/kinds/platform.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { isMapping } from '../../json/mapping.ts'
import type { ImportOptions } from '../../request/import-options.ts'
import type { ImportSession } from '../import-session.ts'
import type { StepOutcome } from '../model.ts'
import type { AppliedVersion, PipelineResult } from '../outcome.ts'
import { reasonOf, sentence, stopIfUnsupported } from '../platform/platform-error.ts'
import { postOnce } from '../platform/post-once.ts'
import { readLedger } from '../prepare/compare.ts'
import type { StepRunner } from '../step-runner.ts'
import { allResults, appliedOf, collectResults } from './collect.ts'

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
  const ledger = await run.finish('ledger', () => writeLedger(written))
  if (ledger.kind !== 'done') return { reason: reason ?? ledger.reason, problems: [], publishFailed: false }
  const { damaged, failed, conflicts, unread } = ledger.value
  const problems = damaged ? [problem(ledgerDamaged.compared())] : []
  if (!publish || reason !== undefined) return { problems, publishFailed: false }
  if (failed + conflicts + unread > 0) {
    return { problems: [...problems, problem(notPublished.incomplete(failed, conflicts, unread))], publishFailed: true }
  }
  const session = written.fresh?.session ?? written.session
  const ended = await run.step('publish', () => publishVersion(session))
  if (ended.kind === 'done') {
    const done = problem(published.done(session.target.version))
    return { problems: [...problems, done, ...ended.value], publishFailed: false }
  }
  const unsupported = ended.kind === 'unsupported'
  const entry = unsupported ? notPublished.unsupported() : notPublished.failed(ended.reason)
  return { problems: [...problems, problem(entry)], publishFailed: !unsupported }
}

type LedgerOutcome = {
  readonly damaged: boolean
  /** Numbers of items that prevent publishing. */
  readonly failed: number
  readonly conflicts: number
  readonly unread: number
}

/** Writes the ledger from the results in S3. Safe to repeat. */
export async function writeLedger(written: AppliedVersion): Promise<StepOutcome<LedgerOutcome>> {
  const { session, fresh, ledgers } = written
  const read = await readLedger(session, ledgers)
  const { ledger, damaged } = read
  const plan = await session.plan()
  const results = await collectResults(written, false)
  const store = session.dependencies.ledgers
  const { target } = fresh?.session ?? session
  // Loaded by the invocation that needs it.
  const { nextLedger, storeContent } = await import('../content.ts')
  const next = nextLedger(ledger, plan, appliedOf(results), session.fingerprints)
  await storeContent(session, read, { target, plan, next })
  await store.write(target, { ...next, hasContent: true })
  // The next import continues in the fresh draft.
  if (fresh !== undefined) await store.write(session.target, { ...ledger, successor: fresh.session.target.version })
  const all = allResults(results)
  const failed = all.filter(({ status }) => status === 'failed').length
  const having = (wanted: string): number =>
    all.filter(({ problems }) => problems?.some(({ code }) => code === wanted)).length
  const value = { damaged, failed, conflicts: having(conflict.code), unread: having(documentIncomplete.code) }
  return { kind: 'done', value }
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

const messagesOf = (version: Readonly<Record<string, unknown>>): Diagnostic[] => {
  const messages = Array.isArray(version.messages) ? version.messages.filter(isMapping) : []
  return messages.slice(0, 50).map(message => {
    const detail = Array.isArray(message.detail) ? message.detail.map(String).join('; ') : ''
    const { severity } = message
    const build = severity === 'error' || severity === 'warning' ? publishMessage[severity] : publishMessage.info
    const text = `${String(message.text ?? '')}${detail === '' ? '' : ` (${detail})`}`
    return problem(build(sentence(text.slice(0, 1_000))))
  })
}

/** Diagnostic of the import as a whole. */
const problem = (entry: DiagnosticEntry): Diagnostic => diagnostic(entry, '#')
