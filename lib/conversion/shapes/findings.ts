import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Mapping } from '../../json/mapping.ts'

/** Diagnostics of a schema in the order of its keywords, with the findings of the schemas in it. */
export type Findings = (Diagnostic | Findings)[]

/** Findings by schema; thousands of parameters may share a schema. */
export type FindingsBySchema = Map<Mapping, Findings>

/** Returns the findings of a schema, which are empty until it is visited. */
export function findingsOf(known: FindingsBySchema, schema: Mapping): Findings {
  const findings = known.get(schema) ?? []
  known.set(schema, findings)
  return findings
}

/** Returns all diagnostics in findings, each once. */
export function diagnosticsIn(findings: Findings): Set<Diagnostic> {
  const found = new Set<Diagnostic>()
  const visited = new Set<Findings>()
  const open: Findings = [findings]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!Array.isArray(next)) found.add(next)
    else if (!visited.has(next)) {
      visited.add(next)
      for (let i = next.length - 1; i >= 0; i--) open.push(next[i] ?? [])
    }
  }
  return found
}

/** Removes schemas without diagnostics from the findings of schemas that contain each other; after those in them. */
export function shortenFindings(known: FindingsBySchema, schemas: readonly Mapping[]): void {
  const group = schemas.map(schema => findingsOf(known, schema))
  for (const findings of group) {
    const kept = new Set(findings.map(throughOnly).filter(finding => !Array.isArray(finding) || finding.length > 0))
    findings.length = 0
    for (const finding of kept) findings.push(finding)
  }
  const inside = new Set<Diagnostic | Findings>(group)
  if (group.every(findings => findings.every(finding => inside.has(finding)))) for (const each of group) each.length = 0
}

const throughOnly = (finding: Diagnostic | Findings): Diagnostic | Findings => {
  const [only] = Array.isArray(finding) && finding.length === 1 ? finding : []
  return Array.isArray(only) ? only : finding
}
