/** Result of one check. */
export type Finding = {
  /** Short name: `token`, `linked by name`. */
  readonly check: string
  /** `differs`: the platform behaves otherwise than its contract; imports handle it. */
  readonly status: 'ok' | 'differs' | 'failed' | 'skipped'
  /** One sentence. Never a token. */
  readonly message: string
  /** Sentence about what to do; for failed checks. */
  readonly remedy?: string
}

/** Returns a finding of a check that passed. */
export function ok(check: string, message: string): Finding {
  return { check, status: 'ok', message }
}

/** Returns a finding about a difference that imports handle. */
export function differs(check: string, message: string): Finding {
  return { check, status: 'differs', message }
}

/** Returns a finding of a check that failed, with what to do. */
export function failed(check: string, message: string, remedy: string): Finding {
  return { check, status: 'failed', message, remedy }
}

/** Returns a finding of a check that was not made, with the reason. */
export function skipped(check: string, message: string): Finding {
  return { check, status: 'skipped', message }
}
