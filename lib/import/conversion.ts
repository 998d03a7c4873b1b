/** Code that reads, converts and compares documents: a separate chunk, loaded by the invocations that need it. */
export { makePlan } from '../conversion/make-plan.ts'
export { readDocument } from '../document/read-document.ts'
export { decide } from '../reconcile/decide-changes.ts'
export { freshPlan } from '../reconcile/fresh-plan.ts'
