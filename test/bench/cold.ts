import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Format } from '../../lib/openapi/parse/parse.ts'
import { median } from './rounds.ts'

const CHILD = join(import.meta.dirname, 'cold-child.ts')
const PATIENCE = 120_000

/** CPU time of one conversion in a process that has just started, in milliseconds; undefined if it failed. */
export type Cold = number | undefined

/** The parser alone, next to the names of the contenders. */
export const PARSER = 'parser'

/**
 * Measures the CPU time of first conversions of a document, each in a new process, in turn. Returns the median of each.
 * @param folder the folder that the packages of the contenders are installed in
 */
export const measureCold = async (
  contenders: readonly string[],
  { folder, file, format }: { readonly folder: string; readonly file: string; readonly format: Format },
  rounds: number,
): Promise<Cold[]> => {
  const times = contenders.map((): number[] => [])
  for (let round = 0; round < rounds; round++)
    for (const [i, contender] of contenders.entries()) {
      const time = await runCold([contender, folder, file, format])
      if (time !== undefined) times[i]?.push(time)
    }
  return times.map(list => (list.length === rounds ? median(list) : undefined))
}

const runCold = async (parameters: readonly string[]): Promise<Cold> => {
  const options = { timeout: PATIENCE, maxBuffer: 2 ** 30 }
  const run = promisify(execFile)(process.execPath, ['--max-old-space-size=4096', CHILD, ...parameters], options)
  const { stdout } = await run.catch(() => ({ stdout: '' }))
  // Packages may print, too.
  const last = stdout.split('\n').at(-1) ?? ''
  return last === '' ? undefined : Number(last)
}
