import { importKeys } from '../store/keys.ts'
import { type Answer, json } from './answer.ts'
import type { Call } from './call.ts'
import { describeImport } from './imports.ts'
import { noSuchImport } from './problem.ts'

/** GET /imports/{id}: how far an import is, what it came to, and links to its report. */
export async function getImport({ api, caller, path }: Call): Promise<Answer> {
  const { id = '' } = path
  const record = /^[\w-]{1,64}$/.test(id) ? await api.records.find(id) : undefined
  if (record === undefined || !caller.mayUse(record.target.organisationId)) throw noSuchImport()
  const { reportKey } = record
  const self = `/imports/${id}`
  if (reportKey === undefined) return json(200, { ...describeImport(record), links: { self } })
  const [report, page] = await Promise.all([reportKey, importKeys(id).page].map(api.presigner.download))
  return json(200, {
    ...describeImport(record),
    links: { self, report: report?.url, page: page?.url },
    linksExpireAt: report?.expiresAt,
  })
}
