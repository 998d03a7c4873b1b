import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Usage } from './costs.ts'

const PAGE = join(import.meta.dirname, '../../docs/costs.md')
/** Memory of the deployed run-import. */
const GIGABYTES = 2

/** Returns the cells of each row of a page's tables. */
export const tableRows = (page: string): string[][] =>
  page
    .split('\n')
    .filter(line => line.startsWith('|'))
    .map(line => line.slice(1, -1).split('|'))
    .map(cells => cells.map(cell => cell.trim()))

export const costPage = (): string => readFileSync(PAGE, 'utf8')

/** Returns the cost of one import in US dollars, at the prices of docs/costs.md. */
const costOf = (usage: Usage, page = costPage()): number => {
  const price = (of: string): number => {
    const row = tableRows(page).find(([name]) => name === of)
    const [, dollars, each] = row ?? []
    if (dollars === undefined || each === undefined) throw new Error(`docs/costs.md has no price for ${of}.`)
    return Number(dollars) / Number(each.replaceAll(/\D/g, ''))
  }
  return (
    GIGABYTES * usage.seconds * price('GB-second') +
    3 * price('invocation') +
    usage.durableOperations * price('durable operation') +
    usage.checkpointBytes * price('byte of checkpoints') +
    usage.s3Writes * price('S3 write') +
    usage.s3Reads * price('S3 read') +
    2 * usage.dynamoWrites * price('DynamoDB write unit')
  )
}

const whole = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 0 })

/** Formats one row of docs/costs.md; computes its cost from the rounded numbers of the row. */
export const costRow = (name: string, measured: Usage): string => {
  const usage = { ...measured, seconds: Number((GIGABYTES * measured.seconds).toFixed(1)) / GIGABYTES }
  const cells = [
    name,
    whole(usage.requests),
    (GIGABYTES * usage.seconds).toFixed(1),
    whole(usage.durableOperations),
    whole(usage.checkpointBytes),
    whole(usage.s3Writes),
    whole(usage.s3Reads),
    whole(usage.dynamoWrites),
    costOf(usage).toPrecision(2),
  ]
  return `| ${cells.join(' | ')} |`
}
