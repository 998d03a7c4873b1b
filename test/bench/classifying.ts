import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makePlan } from '../../lib/conversion/make-plan.ts'
import type { Plan } from '../../lib/conversion/plan.ts'
import { nextContent, type StoredContent, serialiseContent } from '../../lib/reconcile/ledger/applied.ts'
import { EMPTY_LEDGER, type Ledger, serialiseLedger } from '../../lib/reconcile/ledger/ledger.ts'
import { nextLedger } from '../../lib/reconcile/next-ledger.ts'
import { generateDocument } from './generate-document.ts'
import { median } from './rounds.ts'

/** A re-import: what the first release left, and the plan of the next one. */
export type ClassifyingInput = {
  readonly before: Plan
  readonly plan: Plan
  readonly ledger: ReturnType<typeof serialiseLedger>
  readonly content: StoredContent
}

/** Milliseconds. */
export type PartTimes = { readonly cpu: number; readonly wall: number }

/** Times of one comparison, and of what classifying adds to it. */
export type ClassifyingTimes = {
  readonly comparing: PartTimes
  readonly classifying: PartTimes
  /** Number of items with an effect. */
  readonly changed: number
}

const CHILD = join(import.meta.dirname, 'classifying-child.ts')

/**
 * Measures releases that change one of so many operations and schemas (0: none of them), each round in a new process, by turns.
 * Returns the medians of each release; the ratios are of CPU time and of wall time within a process.
 */
export const measureClassifying = async (
  folder: string,
  operations: number,
  parts: readonly number[],
  rounds: number,
): Promise<(ClassifyingTimes & { readonly ratios: PartTimes })[]> => {
  const files = await Promise.all(
    parts.map(async part => {
      const file = join(folder, `classifying-${part}.json`)
      await writeFile(file, JSON.stringify(inputOf(operations, part)))
      return file
    }),
  )
  const times = files.map((): ClassifyingTimes[] => [])
  for (let round = 0; round < rounds; round++)
    for (const [i, file] of files.entries()) {
      const { stdout } = await promisify(execFile)(process.execPath, [CHILD, file])
      times[i]?.push(JSON.parse(stdout))
    }
  return times.map(all => {
    const middle = (pick: (times: ClassifyingTimes) => PartTimes): PartTimes => ({
      cpu: median(all.map(each => pick(each).cpu)),
      wall: median(all.map(each => pick(each).wall)),
    })
    return {
      comparing: middle(({ comparing }) => comparing),
      classifying: middle(({ classifying }) => classifying),
      ratios: middle(({ comparing, classifying }) => ({
        cpu: classifying.cpu / comparing.cpu,
        wall: classifying.wall / comparing.wall,
      })),
      changed: all[0]?.changed ?? Number.NaN,
    }
  })
}

const inputOf = (operations: number, part: number): ClassifyingInput => {
  const before = planOf(generateDocument(operations))
  const ledger = ledgerOf(before)
  return {
    before,
    plan: planOf(nextRelease(generateDocument(operations), part)),
    ledger: serialiseLedger(ledger),
    content: serialiseContent(nextContent({ before: EMPTY_LEDGER, next: ledger }, before, undefined)),
  }
}

const planOf = (document: unknown): Plan => {
  const planned = makePlan(new Map([['', document]]), '')
  if (!planned.ok) throw new Error(planned.problem.message)
  return planned.plan
}

const ledgerOf = (plan: Plan): Ledger => {
  const applied = (items: readonly { readonly name: string }[]) =>
    new Map(items.map(({ name }) => [name, { change: 'create', status: 'done', id: `id-${name}` }]))
  const none = new Map()
  return nextLedger(EMPTY_LEDGER, plan, {
    actions: applied(plan.actions),
    triggers: none,
    definitions: applied(plan.definitions),
    removed: { actions: none, triggers: none, definitions: none },
  })
}

type Json = Record<string, unknown>

/** Changes one of `part` schemas and operations: a property and what is required; a summary, a parameter and a response. */
const nextRelease = (document: Json, part: number): Json => {
  if (part === 0) return document
  const { schemas } = document.components as { schemas: Record<string, Json> }
  for (const [i, schema] of Object.values(schemas).entries()) {
    if (i % part !== 0) continue
    const owner = (Array.isArray(schema.allOf) ? schema.allOf[1] : schema) as Json
    owner.properties = { ...(owner.properties as Json), added: { type: 'string' } }
    owner.required = ['field0']
  }
  for (const [i, item] of Object.values(document.paths as Record<string, Record<string, Json>>).entries())
    if (i % part === 0)
      for (const operation of Object.values(item)) {
        operation.summary = 'Changed'
        operation.parameters = [
          ...(operation.parameters as unknown[]),
          { name: 'added', in: 'query', schema: { type: 'string' } },
        ]
        operation.responses = { ...(operation.responses as Json), 429: { description: 'Too many' } }
      }
  return document
}
