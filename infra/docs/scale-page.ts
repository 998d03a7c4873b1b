import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Case, DEPLOYED, nightsOf } from '../scale/cases.ts'
import { PRICES } from '../scale/prices.ts'
import type { Counted } from '../scale/quantities.ts'
import { boundTable, costTable, nightTable, requestTable } from '../scale/tables.ts'
import { table } from './table.ts'

/** Page of the documentation with the nights of many vendors. */
export const SCALE_PAGE = join(import.meta.dirname, '../../docs/scale.md')

const HEADING = '## 1,000 vendors in one night'
const NIGHT = { ...DEPLOYED, vendors: 1_000, operations: 120, released: 0.05 }

/** Other settings, for the night in which all documents are new. */
const CHANGES = [
  { name: 'as deployed', ...NIGHT },
  { name: '200 requests per second', ...NIGHT, perSecond: 200 },
  { name: '5 imports at the same time', ...NIGHT, concurrency: 5 },
  { name: '100 imports at the same time', ...NIGHT, concurrency: 100 },
  { name: '1,000 imports at the same time', ...NIGHT, concurrency: 1_000 },
  { name: 'starts spread over six hours', ...NIGHT, spreadSeconds: 21_600 },
]

/** Returns docs/scale.md with the computed tables after its introduction. */
export function scalePage(page: string, counted?: Counted): string {
  const [introduction = ''] = page.split(`\n${HEADING}\n`)
  const cases = nightsOf(NIGHT, counted)
  const all = cases.at(-1)
  const others = CHANGES.map((changed): Case => {
    const { name, ...scale } = changed
    const night = nightsOf(scale, counted).at(-1)?.night
    if (night === undefined) throw new Error('Expected a night.')
    return { name, night }
  })
  const parts = [
    introduction.trimEnd(),
    HEADING,
    `Documents of ${NIGHT.operations} operations each, about 4 KB per operation; a release changes 5 % of the operations. The settings are those of the stage \`prod\`:`,
    table([
      ['setting', 'value'],
      ['`maxRequestsPerSecond`, of all imports together', String(NIGHT.perSecond)],
      ['`importConcurrency`', String(NIGHT.concurrency)],
      ['`scheduleSpreadSeconds`', String(NIGHT.spreadSeconds)],
      ['`importMemoryMb`', String(1024 * NIGHT.gigabytes)],
    ]),
    nightTable(cases),
    '### Requests to the platform',
    requestTable(cases),
    '### Costs',
    `Prices are examples in the range of the list prices of \`${PRICES.region}\` in ${PRICES.date} ([costs](costs.md#prices)). Not in the table: the lines that Lambda itself writes to the log, traces, the event of each import, and [fixed costs](costs.md#fixed-costs).`,
    costTable(cases),
    '### The bottleneck',
    `${cases[1]?.name.replace(/^./, first => first.toUpperCase())}:`,
    boundTable(cases[1]?.night ?? missing()),
    'All are imported for the first time:',
    boundTable(all?.night ?? missing()),
    '### Other settings',
    'An import that waits for the shared rate is paid like one that works. So more imports at the same time than the rate needs cost more and end no sooner; `importConcurrency` should not be empty. Too few leave places free until Lambda tries again. All are imported for the first time:',
    nightTable(others),
  ]
  return `${parts.join('\n\n')}\n`
}

const missing = (): never => {
  throw new Error('Expected a night.')
}

if (import.meta.main) writeFileSync(SCALE_PAGE, scalePage(readFileSync(SCALE_PAGE, 'utf8')))
