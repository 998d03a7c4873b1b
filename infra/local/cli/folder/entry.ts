import type { Outcome, Report } from '../../../../lib/report/report.ts'
import { exitStatus } from '../exit-status.ts'

/** Result of one document of a folder. */
export type FolderEntry = {
  readonly connector: string
  readonly folder: string
  /** Exit status of an import of this document alone. */
  readonly exitStatus: number
  /** Reason for the missing report. */
  readonly error?: string
  readonly importId?: string
  readonly outcome?: Outcome
  readonly reason?: string
  readonly counts?: Report['counts']
  /** Paths of the report and its page. */
  readonly report?: string
  readonly page?: string
  /** Changes of a refused import, and the command that imports this document with them. */
  readonly confirm?: { readonly messages: readonly string[]; readonly command: string }
}

/** Exit statuses from best to worst. */
const ORDER = [0, 5, 6, 3, 4, 2, 1, 130]

/** Returns the exit status of a folder: the worst one of its documents. */
export function worstStatus(entries: readonly Pick<FolderEntry, 'exitStatus'>[]): number {
  return ORDER[Math.max(0, ...entries.map(entry => ORDER.indexOf(entry.exitStatus)))] ?? 1
}

type Reported = {
  readonly paths: { readonly path: string; readonly page: string }
  readonly conditions: Parameters<typeof exitStatus>[1]
  /** The command that confirms the changes of this document. */
  readonly confirm: string
}

/** Returns the entry of a document whose import has ended. */
export function entryOf(
  { connectorId, folder }: { readonly connectorId: string; readonly folder: string },
  report: Report,
  { paths, conditions, confirm }: Reported,
): FolderEntry {
  const { importId, outcome, reason, counts } = report
  const messages = report.confirm?.map(({ message }) => message) ?? []
  return {
    ...{ connector: connectorId, folder, exitStatus: exitStatus(report, conditions), importId, outcome, counts },
    ...(reason !== undefined && { reason }),
    ...{ report: paths.path, page: paths.page },
    ...(messages.length > 0 && { confirm: { messages, command: confirm } }),
  }
}
