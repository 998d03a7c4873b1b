const numberOf = (name: string, otherwise: number): number => Number(process.env[name] || otherwise)

/** The seed of the random numbers. CHAOS_SEED repeats a failed run. */
export const SEED = numberOf('CHAOS_SEED', 2026)
/** The number of times that a process is killed at a random moment. */
export const ROUNDS = numberOf('CHAOS_ROUNDS', 3)
/** The number of random mixes of all faults. */
export const MIXES = Math.max(2, Math.floor(ROUNDS / 5))
/** The number of operations of the document that the killed process imports. */
export const OPERATIONS = numberOf('CHAOS_OPERATIONS', 300)
