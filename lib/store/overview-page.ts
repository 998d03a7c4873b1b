import { type OverviewRow, renderOverview } from '../report/overview/render-overview.ts'
import { documentTitle } from '../report/report.ts'
import { importKeys, overviewKey } from './keys.ts'
import { type LastImport, type LastImports, readLastImports } from './last-imports.ts'
import type { ObjectStore } from './objects.ts'
import type { Presigner } from './presigner.ts'

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

type OverviewStores = {
  readonly objects: Pick<ObjectStore, 'write'>
  readonly lastImports: LastImports
  readonly presigner: Pick<Presigner, 'download'>
  /** Returns the current time (epoch ms). */
  readonly now: () => number
}

/** Writes the page of an organisation to the bucket, with links to the reports that are valid for 15 minutes. @returns its key */
export async function storeOverview(
  { objects, lastImports, presigner, now }: OverviewStores,
  organisationId: string,
): Promise<string> {
  const imports = await readLastImports(lastImports, organisationId)
  const pageOf = async ({ importId }: LastImport) => (await presigner.download(importKeys(importId).page)).url
  const key = overviewKey(organisationId)
  await objects.write(
    key,
    await overviewPage(imports, { organisationId, now: now(), pageOf }),
    'text/html; charset=utf-8',
  )
  return key
}
