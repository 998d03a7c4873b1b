import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Plan } from '../lib/conversion/plan.ts'
import { parseExactly } from '../lib/json/parse-json.ts'
import { findFixtures, readIfThere } from './fixtures/find-fixtures.ts'
import { planDocument } from './fixtures/plan-document.ts'

/** Writes what is made as what is expected. Then `npm run format`, and read every line of the difference. */
const UPDATE = process.env.UPDATE_FIXTURES === '1'

/** Parses JSON with all digits of its numbers. */
const readJson = (text: string): unknown => parseExactly(text) ?? JSON.parse(text)

/** A plan as its expected file has it: schemas as JSON, not as text, for a person to read. */
const readable = (plan: Plan): unknown => {
  const { actions, triggers, definitions, connector, authSchemes, requests, unread, unreadEvents, diagnostics } = plan
  return {
    actions,
    ...(triggers.length > 0 && { triggers }),
    definitions: definitions.map(({ content, ...definition }) => ({ ...definition, content: readJson(content) })),
    ...(connector !== undefined && { connector }),
    ...(authSchemes !== undefined && { authSchemes }),
    requests,
    ...(unread.length > 0 && { unread }),
    ...(unreadEvents.length > unread.length && { unreadEvents }),
    diagnostics,
  }
}

const compare = (made: unknown, file: string): void => {
  if (UPDATE) writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`)
  const expected = readJson(readIfThere(file) ?? 'null')
  expect(made).toEqual(expected)
  // The order of keys is part of the text that is sent.
  expect(JSON.stringify(made)).toBe(JSON.stringify(expected))
}

describe('documents', () => {
  test.each(findFixtures())('$name', async ({ folder, root, options, expectedFile }) => {
    const planned = await planDocument(folder, root, options)
    if (!planned.ok) expect.fail(`${planned.problem.code}: ${planned.problem.message}`)
    compare(readable(planned.plan), expectedFile)
  })
})

describe('documents that are refused', () => {
  test.each(findFixtures('invalid'))('$name', async ({ folder, root, options, expectedFile }) => {
    const planned = await planDocument(folder, root, options)
    if (planned.ok) expect.fail('a plan was made')
    const { code, message, pointer } = planned.problem
    compare({ code, message, pointer }, expectedFile)
  })
})
