import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limitsOfMemory } from '../../lib/openapi/parse/limits.ts'
import { BOMBS, type Bomb, PLAIN } from './bombs.ts'
import { type Explode, prepareExplosions } from './explode.ts'

/** Memory of the function in MB, and size of each document in MiB. `npm run test:bombs` takes the largest ones. */
const MEMORY = Number(process.env.BOMBS_MEMORY ?? 512)
const SIZE = Number(process.env.BOMBS_SIZE ?? 6)

/** Share of the function's memory that a process may have at its peak. */
const MOST_MEMORY = 0.8
/** A bomb takes at most so many times the CPU time of a plain document of the same size and kind. */
const MOST_TIMES_PLAIN = 10

const BYTES = SIZE * 1024 * 1024
const plainTimes = new Map<Bomb['kind'], number>()
let folder = ''
let explode: Explode

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bombs-'))
  explode = await prepareExplosions(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Returns the CPU time of the plain document of a kind, in milliseconds. */
const plainTime = async (kind: Bomb['kind']): Promise<number> => {
  const plain = PLAIN.find(document => document.kind === kind)
  const time = plainTimes.get(kind) ?? (plain && (await explode(plain.make(BYTES), MEMORY)).milliseconds) ?? 0
  plainTimes.set(kind, time)
  return time
}

test('the documents are within the limit of bytes', () => {
  expect(BYTES).toBeLessThanOrEqual(limitsOfMemory(MEMORY).bytes)
})

describe('ordinary documents', () => {
  test.each(PLAIN)('$name is imported within the memory', async ({ kind, make }) => {
    const { code, peakMb, milliseconds } = await explode(make(BYTES), MEMORY)
    expect(code).toBeUndefined()
    expect(peakMb / MEMORY).toBeLessThanOrEqual(MOST_MEMORY)
    if (!plainTimes.has(kind)) plainTimes.set(kind, milliseconds)
  })
})

describe('bombs', () => {
  test.each(BOMBS)('$name', async ({ kind, make }) => {
    const { code, message, milliseconds, peakMb } = await explode(make(BYTES), MEMORY)
    if (code !== undefined) expect(message).toMatch(/^[^\n]{1,1000}[.…]$/)
    expect(peakMb / MEMORY).toBeLessThanOrEqual(MOST_MEMORY)
    expect(milliseconds / (await plainTime(kind))).toBeLessThanOrEqual(MOST_TIMES_PLAIN)
  })
})
