import { pathSlash } from './kinds/paths.ts'

/** All diagnostic codes, by section of docs/diagnostics.md, in the order of that page. */
export const CATALOGUE = [{ title: 'Paths', kinds: [pathSlash] }] as const

/** Every code that a diagnostic can have. */
export type DiagnosticCode = (typeof CATALOGUE)[number]['kinds'][number]['code']
