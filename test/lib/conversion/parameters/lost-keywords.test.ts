import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makePlan, type PlanOptions } from '../../../../lib/conversion/make-plan.ts'
import { readExpressions } from '../../../../lib/conversion/paths/path-expression.ts'
import { readDocument } from '../../../../lib/document/read-document.ts'
import { root } from '../../../../lib/json/location.ts'
import type { Context } from '../../../../lib/openapi/objects/context.ts'
import { readOperation } from '../../../../lib/openapi/objects/operation.ts'
import { listEndpoints } from '../../../../lib/openapi/objects/path-item.ts'
import { createRepeatedKeys } from '../../../../lib/openapi/objects/unread.ts'
import { specificationOf } from '../../../../lib/openapi/objects/version.ts'
import { DEFAULT_LIMITS } from '../../../../lib/openapi/parse/limits.ts'
import { createResolver } from '../../../../lib/openapi/references/resolver.ts'
import { findFixtures } from '../../../fixtures/find-fixtures.ts'
import { EXEMPT, lostKeywords } from './lost-keywords.ts'

const CORPUS = join(import.meta.dirname, '../../../../../shared/corpus')

/** Returns the keywords of all parameters' schemas that the import loses without a diagnostic. */
const lostIn = async (folder: string, file: string, options: PlanOptions): Promise<string[]> => {
  const read = async (name: string): Promise<Uint8Array | undefined> =>
    await readFile(join(folder, name)).catch(() => undefined)
  const limits = options.limits ?? DEFAULT_LIMITS
  const result = await readDocument(read, file, limits)
  if (!result.ok) throw new Error(result.problem.message)
  const { files, rootFile, facts } = result.document
  const planned = makePlan(files, rootFile, { ...options, facts })
  const specification = specificationOf(files.get(rootFile), rootFile)
  if (!planned.ok || !specification.ok) return []
  const { dialect, document } = specification
  const resolver = createResolver(files, facts)
  const at = root(rootFile)
  const context: Context = { dialect, resolver, document: { value: document, at }, problems: [], omissions: new Map() }
  return listEndpoints(context, createRepeatedKeys(facts, rootFile)).endpoints.flatMap((endpoint, i) => {
    const action = planned.plan.actions[i]
    const { operation } = readOperation(context, endpoint)
    if (action?.payload === undefined || operation === undefined) return []
    const diagnostics = [...action.problems, ...planned.plan.diagnostics, ...result.document.problems]
    const lines = (action.payload.description ?? '').split('\n').filter(line => line.startsWith('- '))
    return readExpressions([], operation)
      .parameters.filter(({ in: location }) => /^(query|querystring|header|path|cookie)$/.test(location))
      .flatMap(parameter => lostKeywords({ lines, resolver, dialect, action, diagnostics }, parameter))
  })
}

test('every exemption has its reason', () => {
  expect(Object.values(EXEMPT).every(reason => reason.endsWith('.'))).toBe(true)
})

describe('no keyword of a parameter is lost silently', () => {
  test.each(findFixtures())('$name', async ({ folder, root: file, options }) => {
    expect(await lostIn(folder, file, options)).toEqual([])
  })

  const documents = existsSync(CORPUS) ? readdirSync(CORPUS).filter(file => /\.(json|ya?ml)$/.test(file)) : []
  test.each(documents)('%s (in the corpus)', async file => {
    expect(await lostIn(CORPUS, file, {})).toEqual([])
  })
})
