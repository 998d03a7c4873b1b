import { expect, test } from 'vitest'
import type { ConnectClient } from '../../../../lib/connect/client.ts'
import { success } from '../../../../lib/connect/errors.ts'
import type { Plan } from '../../../../lib/conversion/plan.ts'
import type { ImportSession } from '../../../../lib/import/import-session.ts'
import { compare } from '../../../../lib/import/prepare/compare.ts'
import { planFreshDraft } from '../../../../lib/import/target/fresh-draft.ts'
import { DEFAULT_POLICY } from '../../../../lib/reconcile/compare/platform-state.ts'
import { importKeys } from '../../../../lib/store/keys.ts'
import { lazy } from '../../../../lib/util/lazy.ts'
import { plan, plannedAction, plannedDefinition, plannedTrigger } from '../../report/fixtures.ts'
import { sessionOf, TARGET } from '../support.ts'

const ACTIONS = 16_000
const TRIGGERS = 300
const DEFINITIONS = 5_000
const PLANNED = 2_000
const PAGE = 100
/** Milliseconds of one request: five each second. */
const REQUEST_MS = 200
const MINUTE = 60_000

const actionAt = (i: number) => ({ id: `a${i}`, ...plannedAction(`action${i}`).payload, summary: `Summary ${i % 7}` })
const triggerAt = (i: number) => ({ ...plannedTrigger(`trigger${i}`).payload, id: `t${i}` })
const definitionAt = (i: number) => ({ id: `d${i}`, name: `D${i}`, url: `https://platform/schemas/${i}`, accept: [] })

/** A version of the platform that answers five requests each second, and the S3 of the imports that read it. */
const slowPlatform = (requestMs = REQUEST_MS) => {
  let time = 0
  let sent = 0
  /** The process is killed before its next request after this number. */
  let killAt = Number.POSITIVE_INFINITY
  const objects = new Map<string, string>()

  const request = async (): Promise<void> => {
    if (sent === killAt) throw new Error('killed')
    sent += 1
    time += requestMs
  }
  const pages = async function* (
    name: string,
    count: number,
    at: (i: number) => unknown,
    read: readonly string[] = [],
  ) {
    for (let from = Number(read.at(-1) ?? 0); from < count; from += PAGE) {
      await request()
      const items = Array.from({ length: PAGE }, (_, i) => at(from + i))
      yield success({ [name]: items, next: from + PAGE < count ? String(from + PAGE) : undefined })
    }
  }
  const client = {
    concurrency: 4,
    actions: { list: (read?: readonly string[]) => pages('items', ACTIONS, actionAt, read) },
    triggers: { list: (read?: readonly string[]) => pages('items', TRIGGERS, triggerAt, read) },
    listDefinitions: (read?: readonly string[]) => pages('definitions', DEFINITIONS, definitionAt, read),
    getSchema: async (url: string) => {
      await request()
      return success({ type: 'object', title: url.endsWith('7') ? 'Edited' : 'Stored' })
    },
  } as unknown as ConnectClient

  /** The session of a new process. */
  const open = (document: Plan, { slow = true, importId = 'imp-1', folder = '' } = {}): ImportSession =>
    sessionOf(client, {
      keys: importKeys(importId, folder),
      plan: async () => document,
      changes: async () => JSON.parse(objects.get(importKeys(importId).changes) ?? ''),
      dependencies: {
        now: () => (slow ? time : 0),
        ledgers: { read: async () => undefined },
        objects: {
          readJson: async (key: string) => {
            const text = objects.get(key)
            return text === undefined ? undefined : JSON.parse(text)
          },
          writeJson: async (key: string, value: unknown) => void objects.set(key, JSON.stringify(value)),
        },
      },
    })
  return {
    open,
    objects,
    now: () => time,
    sent: () => sent,
    killAfter: (requests: number) => {
      killAt = sent + requests
    },
    revive: () => {
      killAt = Number.POSITIVE_INFINITY
    },
  }
}

const DOCUMENT = plan(
  Array.from({ length: ACTIONS + 100 }, (_, i) => plannedAction(`action${i}`)),
  Array.from({ length: PLANNED }, (_, i) => plannedDefinition(`D${i * 2}`)),
)
/** Requests of a comparison: all pages but those of triggers, and the schemas of planned definitions. */
const REQUESTS = ACTIONS / PAGE + DEFINITIONS / PAGE + PLANNED
const READS = { version: 'v1', reads: 'v1', ledgers: ['v1'] }

/** Runs the pieces of a step, each in a new process; `around` runs a piece, once or several times. */
const inPieces = async <T>(
  work: (piece: number) => Promise<T | undefined>,
  around: (piece: number, run: () => Promise<T | undefined>) => Promise<T | undefined> = (_, run) => run(),
): Promise<{ pieces: number; value: T }> => {
  for (let piece = 0; ; piece++) {
    const value = await around(piece, () => work(piece))
    if (value !== undefined) return { pieces: piece + 1, value }
  }
}

/** Changes of a comparison in one piece, as JSON. */
const unsplit = lazy(async () => {
  const { open, objects } = slowPlatform()
  const changes = await compare(open(DOCUMENT, { slow: false }), READS, DEFAULT_POLICY, { piece: 0 })
  expect(objects.size).toBe(0)
  return JSON.stringify(changes)
})

test('the comparison with a slow platform has pieces of a few minutes, and the result of an unsplit one', async () => {
  const slow = slowPlatform()
  const times: number[] = []
  const { pieces, value } = await inPieces(
    piece => compare(slow.open(DOCUMENT), READS, DEFAULT_POLICY, { piece }),
    async (_, run) => {
      const begin = slow.now()
      const result = await run()
      times.push(slow.now() - begin)
      return result
    },
  )
  expect(JSON.stringify(value) === (await unsplit())).toBe(true)
  expect(pieces).toBeGreaterThan(2)
  for (const time of times) expect(time).toBeLessThan(4 * MINUTE)
  expect(slow.sent()).toBe(REQUESTS)
})

test('at the lowest share of the request rate, no piece takes an invocation', async () => {
  const slow = slowPlatform(20_000)
  const times: number[] = []
  const { value } = await inPieces(
    piece => compare(slow.open(DOCUMENT), READS, DEFAULT_POLICY, { piece }),
    async (_, run) => {
      const begin = slow.now()
      const result = await run()
      times.push(slow.now() - begin)
      return result
    },
  )
  expect(JSON.stringify(value) === (await unsplit())).toBe(true)
  expect(slow.sent()).toBe(REQUESTS)
  expect(Math.max(...times)).toBeLessThan(10 * MINUTE)
})

test('a kill in a piece repeats only that piece', async () => {
  const slow = slowPlatform()
  let lost = 0
  const { value } = await inPieces(
    piece => compare(slow.open(DOCUMENT), READS, DEFAULT_POLICY, { piece }),
    async (piece, run) => {
      slow.killAfter(50 + piece)
      const before = slow.sent()
      await expect(run()).rejects.toThrow('killed')
      lost += slow.sent() - before
      slow.revive()
      return run()
    },
  )
  expect(JSON.stringify(value) === (await unsplit())).toBe(true)
  expect(slow.sent() - lost).toBe(REQUESTS)
})

test('a piece whose checkpoint was lost is read again, and the pieces after it go on from there', async () => {
  const slow = slowPlatform()
  const { value } = await inPieces(
    piece => compare(slow.open(DOCUMENT), READS, DEFAULT_POLICY, { piece }),
    async (_, run) => {
      await run()
      return run()
    },
  )
  expect(JSON.stringify(value) === (await unsplit())).toBe(true)
})

test('the plan of a fresh draft reads all items and schemas in pieces, with the result of an unsplit one', async () => {
  const plans = await Promise.all(
    [false, true].map(async isSlow => {
      const platform = slowPlatform()
      const session = platform.open(DOCUMENT, { slow: false })
      platform.objects.set(session.keys.changes, JSON.stringify(JSON.parse(await unsplit()).changes))
      const { pieces } = await inPieces(async piece => {
        const fresh = platform.open(DOCUMENT, { slow: isSlow, folder: 'fresh-' })
        const planned = await planFreshDraft(platform.open(DOCUMENT), fresh, { piece })
        return planned.kind === 'done' ? planned.value : undefined
      })
      return { pieces, plan: platform.objects.get(importKeys('imp-1', 'fresh-').plan) }
    }),
  )
  const [whole, split] = plans
  expect(whole?.pieces).toBe(1)
  // 5,000 schemas at five each second take 17 minutes.
  expect(split?.pieces).toBeGreaterThan(4)
  expect(split?.plan === whole?.plan).toBe(true)
  expect((JSON.parse(whole?.plan ?? '') as Plan).triggers).toHaveLength(TRIGGERS)
})

test('a version that does not exist yet is compared in one piece', async () => {
  const { open, sent } = slowPlatform()
  const small = plan([plannedAction('a')])
  const compared = await compare(open(small), { version: TARGET.version, ledgers: [] }, DEFAULT_POLICY, { piece: 0 })
  expect(compared?.changes.actions).toEqual([{ change: 'create' }])
  expect(sent()).toBe(0)
})

test('triggers are read in pieces if the plan has any', async () => {
  const slow = slowPlatform()
  const document = { ...DOCUMENT, triggers: [plannedTrigger('trigger299'), plannedTrigger('new')] }
  const { value } = await inPieces(piece => compare(slow.open(document), READS, DEFAULT_POLICY, { piece }))
  expect(value.changes.triggers).toMatchObject([{ change: 'unchanged', id: 't299' }, { change: 'create' }])
  expect(slow.sent()).toBe(REQUESTS + TRIGGERS / PAGE)
})
