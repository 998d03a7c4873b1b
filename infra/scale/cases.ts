import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Night, planNight } from './plan-night.ts'
import { type Counted, quantitiesOf } from './quantities.ts'
import type { Deployment } from './run-queue.ts'

/** Quantities of real imports, which `npm run bench:scale` counts. */
export const COUNTED_FILE = join(import.meta.dirname, 'counted.json')

function readCounted(): Counted {
  return JSON.parse(readFileSync(COUNTED_FILE, 'utf8')) as Counted
}

/** Settings of the stage `prod`, and the memory of run-import in GB. */
export const DEPLOYED = { perSecond: 50, concurrency: 20, spreadSeconds: 900, gigabytes: 2 }

export type Scale = Deployment & {
  readonly gigabytes: number
  readonly vendors: number
  /** Operations of each document. */
  readonly operations: number
  /** Share of vendors with a new release, 0 to 1. */
  readonly released: number
}

/** Case of a table: a night with its name. */
export type Case = { readonly name: string; readonly night: Night }

/** Computes three nights: nothing has changed, some vendors have released, and all documents are new. */
export function nightsOf({ vendors, operations, released, ...deployment }: Scale, counted = readCounted()): Case[] {
  const [first, release, unchanged] = (['first', 'released', 'unchanged'] as const).map(kind =>
    quantitiesOf(counted, kind, operations),
  )
  if (first === undefined || release === undefined || unchanged === undefined) throw new Error('Expected three kinds.')
  const releases = Math.round(vendors * released)
  const percent = Math.round(100 * released)
  return [
    { name: 'nothing has changed', night: planNight([{ count: vendors, each: unchanged }], deployment) },
    {
      name: `${percent} % of the vendors have released`,
      night: planNight(
        [
          { count: vendors - releases, each: unchanged },
          { count: releases, each: release },
        ].filter(({ count }) => count > 0),
        deployment,
      ),
    },
    { name: 'all are imported for the first time', night: planNight([{ count: vendors, each: first }], deployment) },
  ]
}
