import type { PlanOptions } from '../../lib/conversion/make-plan.ts'

export type ComparedDocument = {
  readonly name: string
  readonly folder: string
  readonly root: string
  readonly options: PlanOptions
}

/** Hashes of what a plan sends, by part, and the diagnostics without their texts. */
export type PlanDigest = {
  readonly parts: Readonly<Record<string, string>>
  readonly diagnostics: readonly string[]
}

/** Lines that name what differs between two plans of one document; none where they are equal. */
export function differences(before: PlanDigest, after: PlanDigest): string[] {
  const names = new Set([...Object.keys(before.parts), ...Object.keys(after.parts)])
  const parts = [...names].flatMap(name => {
    const [old, current] = [before.parts[name], after.parts[name]]
    if (old === current) return []
    return [`${old === undefined ? 'added' : current === undefined ? 'removed' : 'changed'}  ${name}`]
  })
  const [lost, found] = [
    subtract(before.diagnostics, after.diagnostics),
    subtract(after.diagnostics, before.diagnostics),
  ]
  return [...parts, ...lost.map(line => `- diagnostic  ${line}`), ...found.map(line => `+ diagnostic  ${line}`)]
}

/** Items of `a` without those of `b`; an item counts as often as it occurs. */
const subtract = (a: readonly string[], b: readonly string[]): string[] => {
  const counts = new Map<string, number>()
  for (const item of b) counts.set(item, (counts.get(item) ?? 0) + 1)
  return a.filter(item => {
    const count = counts.get(item) ?? 0
    counts.set(item, count - 1)
    return count <= 0
  })
}
