/** How bad a departure from the document is: lost something, changed something, worth knowing. */
export type Severity = 'error' | 'warning' | 'info'

/** One departure from a source document, told as data. */
export type Diagnostic = {
  readonly severity: Severity
  /** Stable, kebab-case; every code is explained in docs/diagnostics.md. */
  readonly code: string
  /** One plain sentence: what, and what was done about it. */
  readonly message: string
  /** JSON Pointer of the place as a URI fragment (`#/paths/~1users/get`), after the file's name where there are several. */
  readonly pointer: string
}
