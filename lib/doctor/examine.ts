import { checkAccess } from './check-access.ts'
import { checkTarget } from './check-target.ts'
import { checkWrites } from './check-writes.ts'
import type { Patient } from './doctor.ts'
import type { Finding } from './finding.ts'

/**
 * Examines a platform and a target before an import: access, connector, version, and with `writes` what the contract
 * leaves open. Stops at the first failure, since later checks depend on it. Without `writes`, it only reads.
 * @param report is called with each finding as soon as it is known
 */
export async function examine(
  patient: Patient,
  { writes }: { readonly writes: boolean },
  report: (finding: Finding) => void = () => undefined,
): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const check of [checkAccess, checkTarget, ...(writes ? [checkWrites] : [])]) {
    for await (const finding of await check(patient)) {
      findings.push(finding)
      report(finding)
    }
    if (findings.some(({ status }) => status === 'failed')) break
  }
  return findings
}
