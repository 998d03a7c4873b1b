import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { PlanOptions } from '../../lib/conversion/make-plan.ts'
import { findFixtures } from '../fixtures/find-fixtures.ts'
import { planDocument } from '../fixtures/plan-document.ts'
import { createRandom } from '../fuzz/random.ts'
import { bundleDefinitions, createValidator, verdictOf } from './compile-definitions.ts'
import { liftIndependently } from './lift-independently.ts'
import { createInstances } from './make-instance.ts'

const CORPUS = join(import.meta.dirname, '../../../shared/corpus')
const EXAMPLE = join(import.meta.dirname, '../../examples')

const SEED = Number(process.env.MEANING_SEED ?? 1)
/** Instances of each definition; if the variable is set, of all definitions of a document instead of some. */
const INSTANCES = Number(process.env.MEANING_INSTANCES ?? 10)
const DEFINITIONS = process.env.MEANING_INSTANCES === undefined ? 12 : Number.POSITIVE_INFINITY

/** All definitions of a large document take minutes. */
const TIMEOUT = 600_000

/** Definitions that the independent reader can't compare, by fixture. The test fails if one is missing, or can be compared. */
const NOT_COMPARED: Readonly<Record<string, readonly string[]>> = {
  // References to anchors.
  '11-references': ['references_Response_200'],
  // References relative to an `$id`, or to the name of a schema.
  '37-schema-corners': ['All'],
  '52-schema-resources': ['StringPage', 'Tree', 'Tree_properties_nested'],
  '97-ids-before-files': ['Pet'],
  // A reference to a circle of references, which has no meaning; it is reported.
  '83-references-that-fail': ['siblings_Response_202'],
  // A name that is a number beyond those of JavaScript.
  '121-exact-numbers': ['Entry'],
  // A reference that is empty, which the conversion ignores as a slip.
  '147-empty-references': ['addMove_Request'],
  // `properties` that is a reference.
  '84-schemas-elsewhere': ['Parcel'],
}

type Document = { readonly folder: string; readonly root: string; readonly options?: PlanOptions }
type Amount = { readonly instances: number; readonly definitions: number }

/** Result of a comparison: one difference per definition, and the number of instances that the original accepts or not. */
type Comparison = { readonly differences: Map<string, string>; readonly accepted: number; readonly rejected: number }

/** Compares the verdicts of the original schemas and of the definitions on the same instances. */
const compare = async ({ folder, root, options }: Document, amount: Amount): Promise<Comparison> => {
  const planned = await planDocument(folder, root, options)
  if (!planned.ok) throw new Error(planned.problem.message)
  const { definitions } = planned.plan
  const step = Math.max(1, Math.ceil(definitions.length / amount.definitions))
  const chosen = definitions.filter((_, i) => i % step === SEED % step)
  const original = liftIndependently(folder, root)
  const names = chosen.map(({ pointer }) => original.add(pointer))
  const [originals, translated] = [createValidator(), createValidator()]
  originals.addSchema({ $id: 'original', $defs: original.$defs })
  translated.addSchema({ $id: 'plan', ...bundleDefinitions(definitions) })

  const differences = new Map<string, string>()
  const { make } = createInstances(original.$defs, createRandom(SEED))
  let [accepted, rejected] = [0, 0]
  for (const [i, { name, pointer }] of chosen.entries()) {
    const isOriginal = originals.compile({ $ref: `original#/$defs/${names[i]}` })
    const isTranslated = translated.compile({ $ref: `plan#/$defs/${name}` })
    for (let n = 0; n < amount.instances; n++) {
      const instance = make({ $ref: `#/$defs/${names[i]}` })
      const [wanted, got] = [verdictOf(isOriginal, instance), verdictOf(isTranslated, instance)]
      if (wanted) accepted++
      else rejected++
      if (wanted === got || differences.has(name)) continue
      const { errors } = wanted ? isTranslated : isOriginal
      differences.set(
        name,
        `${root} ${pointer}, seed ${SEED}: the document has ${wanted}, the definition ${got} for ${JSON.stringify(instance)}: ${JSON.stringify(errors)}`,
      )
    }
  }
  return { differences, accepted, rejected }
}

const usual: Amount = { instances: INSTANCES, definitions: DEFINITIONS }

test('the definitions of the example mean what its schemas mean, for instances of both kinds', async () => {
  const { differences, accepted, rejected } = await compare({ folder: EXAMPLE, root: 'library.yaml' }, usual)
  expect([...differences.values()]).toEqual([])
  expect(Math.min(accepted, rejected)).toBeGreaterThan((accepted + rejected) / 10)
})

test('the definitions of the fixtures mean what their schemas mean', async () => {
  const differing: Record<string, string[]> = {}
  const unexpected: string[] = []
  for (const { name, ...document } of findFixtures()) {
    // The independent reader does not apply overlays.
    if (readdirSync(document.folder).some(file => /(^|\.)overlay\.(json|ya?ml)$/.test(file))) continue
    const { differences } = await compare(document, { instances: Math.max(60, INSTANCES), definitions: 1_000 })
    if (differences.size > 0) differing[name] = [...differences.keys()].sort()
    for (const [definition, difference] of differences)
      if (!NOT_COMPARED[name]?.includes(definition)) unexpected.push(difference)
  }
  expect(unexpected).toEqual([])
  expect(differing).toEqual(NOT_COMPARED)
})

describe.skipIf(!existsSync(CORPUS))('the definitions of real documents mean the same (skipped if absent)', () => {
  const files = existsSync(CORPUS) ? readdirSync(CORPUS).filter(file => /\.(json|yaml)$/.test(file)) : []
  // One has nothing to import.
  const documents = files.filter(file => !file.startsWith('adyen')).map(root => ({ folder: CORPUS, root }))

  test.each([...documents, { folder: join(CORPUS, 'multi/lob'), root: 'lob-api-public.yml' }])(
    '$root',
    async document => {
      const { differences } = await compare(document, usual)
      expect([...differences.values()]).toEqual([])
    },
    TIMEOUT,
  )
})
