import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makePlan } from '../../lib/conversion/make-plan.ts'
import type { Plan } from '../../lib/conversion/plan.ts'
import { readParts } from '../../lib/document/read-parts.ts'
import type { Mapping } from '../../lib/json/mapping.ts'
import { parse } from '../../lib/openapi/parse/parse.ts'
import { createFingerprints } from '../../lib/reconcile/compare/fingerprint.ts'
import { sha256 } from '../../lib/util/hash.ts'
import { cpuTime } from './cpu.ts'
import { BENCH_LIMITS } from './planning.ts'
import { median } from './rounds.ts'

/** Parts of an import's work on a document before its first request, in the order of the import. */
export const PARTS = ['parse', 'sha256', 'references', 'plan', 'plan text', 'fingerprints', 'read back'] as const
export type Step = Readonly<Record<(typeof PARTS)[number], number>>

/** Milliseconds of CPU of each part, the first time that this process does it. */
export const measureStep = async (bytes: Uint8Array): Promise<Step> => {
  const times: Partial<Record<keyof Step, number>> = {}
  const timed = async <T>(part: keyof Step, task: () => T | Promise<T>): Promise<T> => {
    const start = cpuTime()
    const made = await task()
    times[part] = cpuTime() - start
    return made
  }
  const parsed = await timed('parse', () => parse(bytes, '', BENCH_LIMITS))
  if (!parsed.ok) throw new Error(parsed.problem.message)
  await timed('sha256', () => sha256(bytes))
  const document = { name: 'api', document: parsed.value as Mapping, bytes: bytes.length, memory: parsed.memory }
  const reading = { readFile: async () => undefined, fetchUrl: undefined, keep: () => {} }
  const parts = await timed('references', () => readParts(document, BENCH_LIMITS, reading))
  const facts = { declaresUrls: parts?.declaresUrls ?? true }
  const planned = await timed('plan', () =>
    makePlan(new Map([['', parsed.value]]), '', { limits: BENCH_LIMITS, facts }),
  )
  if (!planned.ok) throw new Error(planned.problem.message)
  const text = await timed('plan text', () => JSON.stringify(planned.plan))
  await timed('fingerprints', () => fingerprintAll(planned.plan))
  await timed('read back', () => JSON.parse(text))
  return times as Step
}

const fingerprintAll = ({ actions, triggers, definitions }: Plan): void => {
  const { ofPayload, ofDefinition } = createFingerprints()
  for (const { payload } of [...actions, ...triggers]) if (payload !== undefined) ofPayload(payload)
  for (const definition of definitions) ofDefinition(definition)
}

const CHILD = join(import.meta.dirname, 'step-child.ts')

/** Measures the parts of the planning step in new processes; returns the medians. */
export const coldStep = async (file: string, rounds: number): Promise<Step> => {
  const steps: Step[] = []
  for (let round = 0; round < rounds; round++) {
    const { stdout } = await promisify(execFile)(process.execPath, [CHILD, file])
    steps.push(JSON.parse(stdout))
  }
  return Object.fromEntries(PARTS.map(part => [part, median(steps.map(step => step[part]))])) as Step
}
