import type { Diagnostic } from './diagnostic.ts'
import { SEVERITIES } from './kind.ts'

/** What is kept: a report that nobody can hold tells less than one that says where it ends. */
export const MAX_DIAGNOSTICS = 1_000
const PER_DOCUMENT = 200_000

/** Cuts the problems of an action, a definition or the document itself to what the document has left, the rest being one more that counts them. */
export type LimitDiagnostics = (problems: Diagnostic[], pointer: string) => void

/** References can repeat one place of a small document in every operation, and with it all that is wrong there. */
export function createDiagnosticLimit(): LimitDiagnostics {
  let left = PER_DOCUMENT
  return (problems, pointer) => {
    const kept = Math.min(problems.length, MAX_DIAGNOSTICS, left)
    left -= kept
    if (kept < problems.length) {
      const rest = problems.splice(kept)
      problems.push(furtherProblems(rest, pointer))
    }
  }
}

/** Diagnostic that replaces the rest, with their highest severity. */
const furtherProblems = (rest: readonly Diagnostic[], pointer: string): Diagnostic => ({
  severity: SEVERITIES.find(severity => rest.some(problem => problem.severity === severity)) ?? 'info',
  code: 'further-problems',
  message: `There are ${rest.length} more problems here, which are not listed.`,
  pointer,
})
