import type { Diagnostic } from '../diagnostics/diagnostic.ts'

/** What a conflict looks like among the problems of an action or definition. */
export const conflictProblem = (pointer: string, reason: string | undefined): Diagnostic => ({
  severity: 'warning',
  code: 'conflict',
  message: reason ?? 'Both sides have changed it; it was left as it is.',
  pointer,
})
