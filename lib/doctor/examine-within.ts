import { setTimeout as delay } from 'node:timers/promises'
import type { Patient } from './doctor.ts'
import { examine } from './examine.ts'
import { type Finding, failed } from './finding.ts'

/**
 * Examines a platform and a target without writes, for a limited time. After it, returns the findings so far and a failed
 * one about the time.
 */
export async function examineWithin(patient: Patient, milliseconds: number): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  const ended = new AbortController()
  const timeout = delay(milliseconds, 'timeout' as const, { signal: ended.signal })
  try {
    const all = await Promise.race([examine(patient, { writes: false }, found => findings.push(found)), timeout])
    if (all !== 'timeout') return all
    const message = `The checks were stopped after ${milliseconds / 1000} s, because the platform is slow.`
    return [...findings, failed('time', message, 'Try again, or run npm run doctor, which has no limit of time.')]
  } finally {
    ended.abort()
    await timeout.catch(() => undefined)
  }
}
