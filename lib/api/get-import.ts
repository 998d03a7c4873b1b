import { type Answer, json } from './answer.ts'
import type { Call } from './call.ts'
import { describeImport } from './imports.ts'
import { noSuchImport } from './problem.ts'

/** GET /imports/{id}: how far an import is, what it came to, and links to its report. */
export const getImport = async ({ api, caller, path }: Call): Promise<Answer> => {
  const { id = '' } = path
  const record = /^[\w-]{1,64}$/.test(id) ? await api.records.find(id) : undefined
  if (record === undefined || !caller.mayUse(record.target.organisationId)) throw noSuchImport()
  const { reportKey } = record
  const report = reportKey === undefined ? undefined : await api.presigner.download(reportKey)
  return json(200, {
    ...describeImport(record),
    links: { self: `/imports/${id}`, report: report?.url },
    linksExpireAt: report?.expiresAt,
  })
}
