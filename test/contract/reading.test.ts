import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Plan, PlannedTrigger } from '../../lib/conversion/plan.ts'
import { DEFAULT_LIMITS } from '../../lib/openapi/parse/limits.ts'
import { parse } from '../../lib/openapi/parse/parse.ts'
import { planDocument } from '../fixtures/plan-document.ts'
import { type Reading, readIndependently, readWebhooksIndependently } from './read-independently.ts'

const CORPUS = join(import.meta.dirname, '../../../shared/corpus')
const EXAMPLE = join(import.meta.dirname, '../../examples')

/** The statuses that the platform is told instead of a range, which it can't be told. */
const RANGES: Readonly<Record<string, readonly number[]>> = {
  '2xx': [200, 201, 202, 204],
  '3xx': [301, 302, 303, 304, 307, 308],
  '4xx': [400, 401, 403, 404, 409, 422, 429],
  '5xx': [500, 502, 503],
}

const normal = (mediaType: string): string => {
  const [type = '', ...parameters] = mediaType.split(';')
  return [type.trim().toLowerCase(), ...parameters.map(one => one.trim())].join('; ')
}

/** What an action or trigger says, in the words of a reading. */
const readingOf = (plan: Plan, { path, payload }: PlannedTrigger): Reading => {
  if (payload === undefined) throw new Error(`${path} has no payload.`)
  const accepts = new Map(plan.definitions.map(({ name, accept }) => [name, accept]))
  const types = (links: readonly { definition: { name: string } }[]): string[] =>
    [...new Set(links.flatMap(({ definition }) => accepts.get(definition.name) ?? ['none']))].sort()
  return {
    parameters: payload.parameters.map(one => `${one.in} ${one.name}${one.required ? '!' : ''}`).sort(),
    ...(payload.requestBody && {
      body: [...types(payload.requestBody.definitions), ...(payload.requestBody.required ? ['!'] : [])],
    }),
    responses: payload.responses
      .map(({ status, definitions }) => [status ?? 'default', ...types(definitions)].join(' '))
      .sort(),
  }
}

/** A reading with its ranges as statuses, and a response where there is none: an action needs one. */
const asActions = ({ parameters, body, responses }: Reading): Reading => {
  const exact = responses.filter(response => !/^\dxx/.test(response))
  const taken = new Set(exact.map(response => response.split(' ')[0]))
  const ranged = responses.flatMap(response => {
    const [range = '', ...types] = response.split(' ')
    return (RANGES[range] ?? [])
      .filter(status => !taken.has(String(status)))
      .map(status => [status, ...types].join(' '))
  })
  const all = [...exact, ...ranged].map(response => response.split(' ').map(normal).join(' '))
  return {
    parameters,
    ...(body && {
      body: [
        ...body
          .filter(one => one !== '!')
          .map(normal)
          .sort(),
        ...body.filter(one => one === '!'),
      ],
    }),
    responses: all.length > 0 ? all.sort() : ['default'],
  }
}

const compare = async (folder: string, file: string): Promise<void> => {
  const planned = await planDocument(folder, file)
  if (!planned.ok) expect.fail(planned.problem.message)
  const parsed = parse(readFileSync(join(folder, file)), file, DEFAULT_LIMITS)
  if (!parsed.ok) expect.fail(parsed.problem.message)
  const document = parsed.value as Parameters<typeof readIndependently>[0]
  const { actions, triggers } = planned.plan
  compareReadings(planned.plan, actions, readIndependently(document))
  const webhooks = triggers.filter(({ pointer }) => /^#\/(x-)?webhooks\//.test(pointer))
  compareReadings(planned.plan, webhooks, readWebhooksIndependently(document))
}

const compareReadings = (plan: Plan, items: readonly PlannedTrigger[], readings: Map<string, Reading>): void => {
  const wanted = [...readings].map(([operation, reading]) => [operation, asActions(reading)])
  const got = items.map(item => [`${item.method} ${item.path}`, readingOf(plan, item)])
  expect(Object.fromEntries(got)).toEqual(Object.fromEntries(wanted))
  expect(got).toHaveLength(wanted.length)
}

test('the example is equal to an independent reading of it', () => compare(EXAMPLE, 'library.yaml'))

describe.skipIf(!existsSync(CORPUS))('real documents (skipped if they are absent)', () => {
  const files = existsSync(CORPUS) ? readdirSync(CORPUS).filter(file => /\.(json|yaml)$/.test(file)) : []
  test.each(files)('%s', file => compare(CORPUS, file))
})
