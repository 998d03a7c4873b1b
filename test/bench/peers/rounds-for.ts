const BYTES = 10e6

/** Rounds for a document of that many bytes, whoever converts it: the smaller, the more of them until code is compiled. */
export const roundsFor = (bytes: number): number => Math.min(100, Math.max(5, Math.round(BYTES / bytes)))

/** Milliseconds that a contender measures a document; no round begins that would end later. */
export const ENOUGH = 4_000
