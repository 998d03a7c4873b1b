const numberOf = (name: string, otherwise: number): number => Number(process.env[name] || otherwise)

/** Where randomness begins; a failure is repeated with the seed that it names. */
export const SEED = numberOf('CHAOS_SEED', 2026)
/** How often a process is killed at a random moment. */
export const ROUNDS = numberOf('CHAOS_ROUNDS', 3)
/** How many mixes of all faults are tried. */
export const MIXES = Math.max(2, Math.floor(ROUNDS / 5))
/** The size of the document that a killed process works on. */
export const OPERATIONS = numberOf('CHAOS_OPERATIONS', 300)
