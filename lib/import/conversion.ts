/** What reads and converts documents, a fifth of the code: loaded by the invocations that do it, and not at the start. */
export { makePlan } from '../actions/make-plan.ts'
export { readDocument } from './read-document.ts'
