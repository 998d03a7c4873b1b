import { parseArgs } from 'node:util'
import { DEPLOYED, nightsOf, type Scale } from './cases.ts'
import { boundTable, costTable, nightTable, requestTable } from './tables.ts'
import { USAGE } from './usage.ts'

const DEFAULTS: Scale = { ...DEPLOYED, vendors: 1_000, operations: 120, released: 0.05 }
/** Prints what nights of a scale take. */
const main = (): void => {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: {
      ...{ vendors: text, operations: text, changed: text, pace: text, concurrency: text, spread: text, memory: text },
      help: { type: 'boolean' },
    },
  })
  const number = (name: Exclude<keyof typeof values, 'help'>, fallback: number, least: number): number => {
    const value = Number(values[name] ?? fallback)
    if (!(value >= least)) throw new Error(`--${name} must be a number of at least ${least}.`)
    return value
  }
  if (values.help) {
    write([USAGE])
    return
  }
  const cases = nightsOf({
    vendors: Math.round(number('vendors', DEFAULTS.vendors, 1)),
    operations: number('operations', DEFAULTS.operations, 1),
    released: Math.min(1, number('changed', DEFAULTS.released, 0)),
    perSecond: number('pace', DEFAULTS.perSecond, 1),
    concurrency: number('concurrency', DEFAULTS.concurrency, 1),
    spreadSeconds: number('spread', DEFAULTS.spreadSeconds, 0),
    gigabytes: number('memory', DEFAULTS.gigabytes, 0.5),
  })
  write([nightTable(cases), requestTable(cases), costTable(cases)])
  for (const { name, night } of cases) write([`${name}:`, boundTable(night)])
}

const write = (parts: readonly string[]): void => {
  for (const part of parts) process.stdout.write(`${part}\n\n`)
}

try {
  main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${USAGE}\n`)
  process.exitCode = 2
}
