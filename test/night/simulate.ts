import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Night, World } from './night.ts'

/** What a night took, with its requests to the platform counted. */
export type NightResult = Omit<Night, 'arrivals'> & {
  readonly methods: Readonly<Record<string, number>>
  readonly statuses: Readonly<Record<string, number>>
  /** Without the first request of each import, which waits for nothing. */
  readonly mostInOneSecond: number
  readonly mostInTenSeconds: number
  /** Different actions of each vendor on the platform, at the end of the night. */
  readonly actions: readonly number[]
  /** Processor time of the simulation so far. */
  readonly processorSeconds: number
}

const MEGABYTE = 2 ** 20

/** Runs nights in a process of their own. */
export async function simulateNights(world: World, nights: number): Promise<NightResult[]> {
  const child = join(import.meta.dirname, 'night-child.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [child, JSON.stringify({ ...world, nights })], {
    maxBuffer: 100 * MEGABYTE,
  })
  return JSON.parse(stdout)
}
