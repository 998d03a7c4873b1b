/** Code that reads, converts and compares documents: a separate chunk, loaded by the invocations that need it. */

export { filterRefusal } from '../conversion/filter-refusal.ts'
export { makePlan } from '../conversion/make-plan.ts'
export { withOrigins } from '../conversion/plan-origins.ts'
export { readDocument } from '../document/read-document.ts'
export { neededConfirmations } from '../reconcile/confirmations.ts'
export { conflictNames, hasConflicts, withConflictFields } from '../reconcile/decide/conflict-bases.ts'
export { countBaseUnknown, decide } from '../reconcile/decide/decide-changes.ts'
export { freshPlan } from '../reconcile/fresh-plan.ts'
export { planIdOf } from '../reconcile/plan-id.ts'
export { classifyRelease } from './prepare/classify-release.ts'
export { breakingOf, effectsOf, hasRelease } from './prepare/effects.ts'
export { findOverlays } from './prepare/find-overlays.ts'
