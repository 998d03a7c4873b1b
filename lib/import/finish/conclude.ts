import { describeConnectError } from '../../connect/describe.ts'
import { success } from '../../connect/errors.ts'
import type { DiagnosticEntry } from '../../diagnostics/catalogue.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { ledgerDamaged, notPublished, publishMessage } from '../../diagnostics/kinds/platform.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { isMapping } from '../../json/mapping.ts'
import { nextLedger } from '../../reconcile/next-ledger.ts'
import type { ImportOptions } from '../../request/import-options.ts'
import type { ImportSession } from '../import-session.ts'
import type { StepOutcome } from '../model.ts'
import type { AppliedVersion, Course } from '../outcome.ts'
import { PlatformStop, sentence, stopsImport } from '../platform/platform-error.ts'
import { postOnce } from '../platform/post-once.ts'
import { readLedger } from '../prepare/compare.ts'
import type { StepRunner } from '../step-runner.ts'
import { appliedOf, collectResults } from './collect.ts'

export type Conclusion = {
  /** Why what was applied could not be remembered. */
  readonly reason?: string
  readonly problems: readonly Diagnostic[]
  readonly publishFailed: boolean
}

/** After the writing: remembers what was applied, also where the import broke off, and publishes where that was asked for. */
export async function conclude(
  run: StepRunner,
  { reason }: Course,
  written: AppliedVersion,
  { publish }: Pick<ImportOptions, 'publish'>,
): Promise<Conclusion> {
  const remembered = await run.step('ledger', () => remember(written))
  if (remembered.kind !== 'done') return { reason: reason ?? remembered.reason, problems: [], publishFailed: false }
  const { damaged, failed, conflicts } = remembered.value
  const problems = damaged ? [problem(ledgerDamaged.compared())] : []
  if (!publish || reason !== undefined) return { problems, publishFailed: false }
  if (failed + conflicts > 0) {
    return { problems: [...problems, problem(notPublished.incomplete(failed, conflicts))], publishFailed: true }
  }
  const published = await run.step('publish', () => publishVersion(written.fresh?.session ?? written.session))
  if (published.kind === 'done') return { problems: [...problems, ...published.value], publishFailed: false }
  const unsupported = published.kind === 'unsupported'
  const entry = unsupported ? notPublished.unsupported() : notPublished.failed(published.reason)
  return { problems: [...problems, problem(entry)], publishFailed: !unsupported }
}

type Remembered = { readonly damaged: boolean; readonly failed: number; readonly conflicts: number }

const remember = async (written: AppliedVersion): Promise<StepOutcome<Remembered>> => {
  const { session, fresh, ledgers } = written
  const { ledger, damaged } = await readLedger(session, ledgers)
  const plan = await session.plan()
  const results = await collectResults(written, false)
  const store = session.dependencies.ledgers
  await store.write((fresh?.session ?? session).target, nextLedger(ledger, plan, appliedOf(results)))
  // The next import goes on where this one had to go.
  if (fresh !== undefined) await store.write(session.target, { ...ledger, successor: fresh.session.target.version })
  const { actions, definitions, removals } = results
  const all = [...actions.values(), ...definitions.values(), ...removals.actions, ...removals.definitions]
  const failed = all.filter(({ status }) => status === 'failed').length
  const conflicts = all.filter(({ problems }) => problems?.some(({ code }) => code === 'conflict')).length
  return { kind: 'done', value: { damaged, failed, conflicts } }
}

/** Publishing validates the version; what the platform says then belongs into the report. */
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
  const { error } = answer
  if (stopsImport(error) || error.kind === 'missing-route') throw new PlatformStop(error)
  // An earlier try of this step may have published it, and a second time is refused in a way that is not known.
  const earlier = await findPublished()
  if (earlier !== undefined) return { kind: 'done', value: messagesOf(earlier) }
  return { kind: 'failed', reason: sentence(describeConnectError(error)) }
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
