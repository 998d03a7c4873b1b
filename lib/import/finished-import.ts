import type { Target } from '../request/target.ts'
import type { ImportResult } from './write-report.ts'

/** An import that has ended, as others are told of it. */
export type FinishedImport = ImportResult & {
  /** What was asked for; the report says where the import had to go instead. */
  readonly target: Target
}
