/** A number that the project promises: measured, and the most that it may be. */
export type Promised = { readonly what: string; readonly measured: number; readonly allowed: number }

/** Describes the promises that are missed. A number that could not be measured is one of them. */
export const missedPromises = (promises: readonly Promised[]): string[] =>
  promises
    .filter(({ measured, allowed }) => !(measured <= allowed))
    .map(({ what, measured, allowed }) => `${what}: ${measured.toFixed(2)}, at most ${allowed} is promised`)
