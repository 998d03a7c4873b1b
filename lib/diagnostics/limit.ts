import type { Diagnostic } from './diagnostic.ts'
import { furtherProblems } from './kinds/report.ts'
import { diagnostic, MAX_DIAGNOSTICS } from './report.ts'
import { SEVERITIES, type Severity } from './severity.ts'

/** Diagnostics of a whole document. */
const PER_DOCUMENT = 200_000

/**
 * Cuts the diagnostics of an action, a definition or the document to MAX_DIAGNOSTICS and to the rest of the document's
 * limit, in place. One more diagnostic at `pointer` counts those that are removed.
 */
export type LimitDiagnostics = (problems: Diagnostic[], pointer: string) => void

/** Creates the limit of one document: references can repeat one location, with its diagnostics, in every operation. */
export function createDiagnosticLimit(): LimitDiagnostics {
  let left = PER_DOCUMENT
  return (problems, pointer) => {
    const kept = Math.min(problems.length, MAX_DIAGNOSTICS, left)
    left -= kept
    if (kept < problems.length) {
      const rest = problems.splice(kept)
      problems.push(diagnostic(furtherProblems[gravest(rest)](rest.length), pointer))
    }
  }
}

const gravest = (problems: readonly Diagnostic[]): Severity =>
  SEVERITIES.find(severity => problems.some(problem => problem.severity === severity)) ?? 'info'
