import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { findFixtures } from '../fixtures/find-fixtures.ts'
import type { planDocument } from '../fixtures/plan-document.ts'
import type { ComparedDocument, PlanDigest } from './plan-digest.ts'

/** Usage: node plan-child.ts CHECKOUT RESULT DOCUMENTS: plans documents with the sources of a checkout. */
const [checkout = '', result = '', documents = '[]'] = process.argv.slice(2)
const planner: { planDocument: typeof planDocument } = await import(
  pathToFileURL(join(checkout, 'test/fixtures/plan-document.ts')).href
)

const fixtures: { findFixtures: typeof findFixtures } = await import(
  pathToFileURL(join(checkout, 'test/fixtures/find-fixtures.ts')).href
)
// Limits that only this checkout knows have their defaults there.
const defaults = fixtures.findFixtures()[0]?.options.limits

const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)

const digest = async ({ folder, root, options }: ComparedDocument): Promise<PlanDigest> => {
  const limits = options.limits && { ...defaults, ...options.limits }
  const planned = await planner.planDocument(folder, root, { ...options, ...(limits && { limits }) })
  if (!planned.ok) return { parts: {}, diagnostics: [`${planned.problem.code} ${planned.problem.pointer}`] }
  // An older plan has no triggers.
  const { actions, triggers = [], definitions, requests, document, diagnostics } = planned.plan
  const parts: Record<string, string> = { document: hash(document), requests: hash(requests) }
  // Facts for the comparison with the platform are not sent.
  const kinds = [
    ...actions.map(item => ({ item, kind: 'action' })),
    ...triggers.map(item => ({ item, kind: 'trigger' })),
  ]
  for (const { item, kind } of kinds) {
    const { problems, skipped, isFiltered, lost, ...sent } = item
    parts[`${kind} ${item.name}`] = hash({ ...sent, isSkipped: skipped !== undefined })
  }
  for (const { problems, lost, ...definition } of definitions) parts[`definition ${definition.name}`] = hash(definition)
  parts.order = hash(Object.keys(parts))
  const all = [diagnostics, ...[...actions, ...triggers, ...definitions].map(({ problems }) => problems)]
  return { parts, diagnostics: all.flat().map(({ code, pointer, severity }) => `${severity} ${code} ${pointer}`) }
}

const digests: Record<string, PlanDigest> = {}
for (const document of JSON.parse(documents) as ComparedDocument[]) digests[document.name] = await digest(document)
writeFileSync(result, JSON.stringify(digests))
