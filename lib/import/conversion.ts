/** What reads, converts and compares documents, a fifth of the code: loaded by the invocations that do it, and not at the start. */
export { makePlan } from '../conversion/make-plan.ts'
export { readDocument } from '../document/read-document.ts'
export { decide } from '../reconcile/decide-changes.ts'
export { freshPlan } from '../reconcile/fresh-plan.ts'
