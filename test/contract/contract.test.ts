import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Plan } from '../../lib/conversion/plan.ts'
import { findFixtures } from '../fixtures/find-fixtures.ts'
import { planDocument } from '../fixtures/plan-document.ts'
import { hasPublishedContract, platformSchemas } from './platform-schemas.ts'
import { createViolations } from './violations.ts'

const CORPUS = join(import.meta.dirname, '../../../shared/corpus')

/** Operations of the corpus under `paths`, as an independent count has them. */
const OPERATIONS: Readonly<Record<string, number>> = {
  'adyen__BalancePlatformConfigurationNotification-v2.json': 0,
  'box__openapi.json': 296,
  'discord__openapi.json': 242,
  'docker__engine-v1.41.yaml': 106,
  'go-openapi__bitbucket.json': 136,
  'kubernetes__swagger-1.13.json': 1014,
  'lob__lob-api-bundled.yaml': 105,
  'mermade__duplicateOperationId-fail.yaml': 2,
  'oas-examples__3.0-callbacks.json': 1,
  'oas-examples__3.0-circular-paths.json': 3,
  'oas-examples__3.0-parameters-style.json': 25,
  'paypal__checkout_orders_v2.json': 8,
  'slack__slack_web_openapi_v2.json': 174,
  'square__api.json': 316,
  'twilio__twilio_api_v2010.json': 197,
  'versori-sdk__connect-v1-openapi.yaml': 48,
  'xero__xero_accounting.yaml': 235,
}
/** The same for webhooks and callbacks; other documents have none. */
const EVENTS: Readonly<Record<string, number>> = {
  'adyen__BalancePlatformConfigurationNotification-v2.json': 26,
  'lob__lob-api-bundled.yaml': 2,
  'oas-examples__3.0-callbacks.json': 1,
}

const own = createViolations(platformSchemas('own'))

describe('the fixtures satisfy the contract', () => {
  test.each(findFixtures())('$name', async ({ folder, root, options }) => {
    const planned = await planDocument(folder, root, options)
    if (!planned.ok) expect.fail(planned.problem.message)
    expect(own(planned.plan)).toEqual([])
  })

  test.skipIf(!hasPublishedContract())('as it is published (skipped where it does not lie beside)', async () => {
    const published = createViolations(platformSchemas('published'))
    for (const { name, folder, root, options } of findFixtures()) {
      const planned = await planDocument(folder, root, options)
      if (!planned.ok) expect.fail(planned.problem.message)
      expect(published(planned.plan), name).toEqual([])
    }
  })
})

describe.skipIf(!existsSync(CORPUS))('real documents (skipped if they are absent)', () => {
  const files = existsSync(CORPUS) ? readdirSync(CORPUS).filter(file => /\.(json|yaml)$/.test(file)) : []
  const published = hasPublishedContract() ? createViolations(platformSchemas('published')) : own

  test.each(files)('%s', async file => {
    const planned = await planDocument(CORPUS, file)
    if (!planned.ok) expect.fail(planned.problem.message)
    expect(planned.plan.actions).toHaveLength(OPERATIONS[file] ?? Number.NaN)
    expect(planned.plan.triggers).toHaveLength(EVENTS[file] ?? 0)
    expect([...planned.plan.actions, ...planned.plan.triggers].filter(({ skipped }) => skipped !== undefined)).toEqual(
      [],
    )
    expect(published(planned.plan)).toEqual([])
    expect(own(planned.plan)).toEqual([])
  })

  test('the same API in one file and in several gives the same actions', async () => {
    const bundled = await planDocument(CORPUS, 'lob__lob-api-bundled.yaml')
    const several = await planDocument(join(CORPUS, 'multi/lob'), 'lob-api-public.yml')
    if (!bundled.ok || !several.ok) expect.fail('no plan was made')
    expect(several.plan.actions).toHaveLength(105)
    expect(own(several.plan)).toEqual([])
    expect(payloadsOf(several.plan)).toEqual(payloadsOf(bundled.plan))
    const names = new Set(bundled.plan.definitions.map(({ name }) => name))
    // The others are those that a bundler numbers, because several files use the name.
    expect(several.plan.definitions.filter(({ name }) => !names.has(name)).length).toBeLessThanOrEqual(15)
  })
})

const payloadsOf = ({ actions, triggers }: Plan): unknown =>
  [actions, triggers].map(items => new Map(items.map(({ name, payload }) => [name, payload])))
