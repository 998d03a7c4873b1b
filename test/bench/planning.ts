import { linkDefinition, type PlatformDefinition } from '../../lib/conversion/link.ts'
import { makePlan } from '../../lib/conversion/make-plan.ts'
import type { Plan } from '../../lib/conversion/plan.ts'
import { DEFAULT_LIMITS, type Limits } from '../../lib/openapi/parse/limits.ts'
import { parse } from '../../lib/openapi/parse/parse.ts'

/** A real limit would end the largest of the documents that are put together here. */
export const BENCH_LIMITS: Limits = { ...DEFAULT_LIMITS, bytes: 2 ** 30, nodes: 2 ** 30, definitions: 2 ** 30 }

/** Reads and plans a document. */
export const planOf = (bytes: Uint8Array): Plan => {
  const parsed = parse(bytes, '', BENCH_LIMITS)
  if (!parsed.ok) throw new Error(parsed.problem.message)
  const planned = makePlan(new Map([['', parsed.value]]), '', { limits: BENCH_LIMITS })
  if (!planned.ok) throw new Error(planned.problem.message)
  return planned.plan
}

/** Writes every request body that an import of a plan sends, as JSON text. */
export const payloadsOf = ({ actions, definitions, requests }: Plan): string[] => {
  const payloads: string[] = []
  const known = new Map<string, PlatformDefinition>()
  let start = 0
  for (const count of requests) {
    const together = definitions.slice(start, start + count)
    const names = new Set(together.map(({ name }) => name))
    payloads.push(JSON.stringify({ definitions: together.map(item => linkDefinition(item, names, known)) }))
    for (const name of names) known.set(name, { id: name, url: `https://platform.example/schemas/${name}` })
    start += count
  }
  for (const { payload } of actions) if (payload !== undefined) payloads.push(JSON.stringify(payload))
  return payloads
}

/** Bytes of a document → every request body that an import of it sends, as JSON text. */
export const planPayloads = (bytes: Uint8Array): { payloads: string[]; operations: number } => {
  const plan = planOf(bytes)
  return { payloads: payloadsOf(plan), operations: plan.actions.length }
}
