/** Severity of a diagnostic: `error` lost something, `warning` changed or ignored something, `info` is worth knowing. */
export type Severity = 'error' | 'warning' | 'info'

/** Severities, gravest first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info']
