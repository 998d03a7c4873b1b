/** Result of an operation that can fail: its value, or the problem. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: E }
