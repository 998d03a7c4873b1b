import { report } from '../diagnostics/report.ts'
import type { Place } from '../json/location.ts'
import type { Translation } from './schema.ts'

/** Tells that a document's version of OpenAPI does not know a keyword, or a form of one, that another specification has. */
export const reportVersion = (
  { dialect, problems }: Pick<Translation, 'dialect' | 'problems'>,
  what: string,
  knownBy: string,
  at: Place,
): void => {
  const message = `OpenAPI ${dialect} does not know ${what}; it was read as ${knownBy} means it.`
  report(problems, 'info', 'keyword-version', at, message)
}
