import type { DiagnosticCode } from './catalogue.ts'
import type { Severity } from './severity.ts'

/** One difference between a source document and its import, as data. */
export type Diagnostic = {
  readonly severity: Severity
  /** Stable and kebab-case; docs/diagnostics.md explains every code. */
  readonly code: DiagnosticCode
  /** One or two sentences: the problem, and how the import dealt with it. */
  readonly message: string
  /** JSON Pointer as a URI fragment (`#/paths/~1users/get`), after the file's name if the document has several files. */
  readonly pointer: string
}
