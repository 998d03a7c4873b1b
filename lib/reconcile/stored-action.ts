import { canonical } from '../json/canonical.ts'
import { comparableAction } from './comparable.ts'

/** Whether the platform's action says what a planned one says. */
export const sameAction = (planned: unknown, stored: unknown): boolean =>
  canonical(comparableAction(planned)) === canonical(comparableAction(stored))
