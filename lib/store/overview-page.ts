import { type OverviewRow, renderOverview } from '../report/overview/render-overview.ts'
import { documentTitle } from '../report/report.ts'
import type { LastImport } from './last-imports.ts'

export type OverviewOptions = {
  readonly organisationId: string
  /** Current time (epoch ms). */
  readonly now: number
  /** Returns the address of the page of a report; undefined if it is not kept. */
  readonly pageOf: (last: LastImport) => Promise<string | undefined>
}

/** Renders the page with the last imports of an organisation. */
export async function overviewPage(
  imports: readonly LastImport[],
  { organisationId, now, pageOf }: OverviewOptions,
): Promise<string> {
  const rows = await Promise.all(imports.map(async last => rowOf(last, now, await pageOf(last))))
  return renderOverview({ organisationId, rows, asOf: new Date(now).toISOString() })
}

const rowOf = (last: LastImport, now: number, page: string | undefined): OverviewRow => {
  const { target, status, reason, counts, document, startedAt, finishedAt = startedAt } = last
  const { connectorId, version } = target
  return {
    ...{ connectorId, version, outcome: status, finishedAt, ageMs: now - Date.parse(finishedAt) },
    ...(document && { document: documentTitle({ ...document, location: '' }) }),
    ...(reason !== undefined && { reason }),
    ...(counts && { counts }),
    ...(page !== undefined && { page }),
  }
}
