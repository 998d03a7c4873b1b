import type { Diagnostic } from './diagnostic.ts'

/** Value of an operation that can fail on its input, or the problem: a diagnostic, unless `E` is another type. */
export type Result<T, E = Diagnostic> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: E }
