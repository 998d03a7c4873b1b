import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { report } from '../diagnostics/report.ts'
import type { Place } from '../json/location.ts'
import { shorten } from './text.ts'

/** The text, cut at a limit where it is longer; `what` tells of which text that is said, `whole` its length where it was cut already. */
export const withinLimit = (
  problems: Diagnostic[],
  at: Place,
  what: string,
  text: string,
  limit: number,
  whole = text,
): string => {
  if (text.length <= limit) return text
  const message = `${what} has ${whole.length} characters; it was cut to ${limit}.`
  report(problems, 'info', 'text-shortened', at, message)
  return shorten(text, limit)
}
