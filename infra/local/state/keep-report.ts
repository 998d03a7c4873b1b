import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { reportChangelog } from '../../../lib/report/changelog.ts'
import { reportPage } from '../../../lib/report/page/render-report.ts'
import type { Report } from '../../../lib/report/report.ts'
import { reportJson } from '../../../lib/report/report-json.ts'
import { makeFolder } from '../files/make-folder.ts'
import { reasonOf } from './fault.ts'
import { reportsFolder } from './platform-folder.ts'

/**
 * Writes the report as JSON and as HTML, and its changelog if it has one.
 * @param folder folder of the platform, for a report without a path
 * @throws Error if the files can't be written
 */
export async function keepReport(
  report: Report,
  {
    folder,
    path = join(reportsFolder(folder), `${report.importId}.json`),
  }: { folder: string; path?: string | undefined },
): Promise<{ readonly path: string; readonly page: string; readonly changelog?: string }> {
  const stem = path.replace(/\.json$/i, '')
  const page = `${stem}.html`
  const changelog = `${stem}.changelog.md`
  const changes = reportChangelog(report)
  try {
    makeFolder(dirname(path))
    await writeFile(path, reportJson(report))
    await writeFile(page, reportPage(report))
    if (changes !== undefined) await writeFile(changelog, changes)
  } catch (cause) {
    throw new Error(
      `The import is finished (${report.outcome}), but its report can't be written to ${path}: ${reasonOf(cause)}. ` +
        'To get a report of the present state, import again with --report and another path.',
      { cause },
    )
  }
  return { path, page, ...(changes !== undefined && { changelog }) }
}
