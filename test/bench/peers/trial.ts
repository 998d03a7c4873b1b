import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Format } from '../../../lib/openapi/parse/parse.ts'
import type { Outcome } from './outcome.ts'

/** One document with one contender. Times in milliseconds; `parsing` is the parser alone; `peak` in bytes, above what was there. */
export type Trial =
  | (Outcome & {
      readonly kind: 'done'
      readonly milliseconds: number
      readonly parsing: number
      readonly peak: number
    })
  | { readonly kind: 'failed'; readonly reason: string }

const CHILD = join(import.meta.dirname, 'contender-child.ts')
/** The child gives up measuring before that: only a single conversion takes so long. */
const PATIENCE = 60_000

/** In a process of its own, so that whatever it does is a result and not an end; what it prints is nobody's business. */
export const tryOne = (
  contender: string,
  folder: string,
  file: string,
  format: Format,
  patience = PATIENCE,
): Promise<Trial> =>
  new Promise(resolve => {
    const child = fork(CHILD, [contender, folder, file, format], {
      execArgv: ['--expose-gc', '--max-old-space-size=4096'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const end = (trial: Trial): void => {
      clearTimeout(timer)
      child.kill('SIGKILL')
      resolve(trial)
    }
    const timer = setTimeout(() => end({ kind: 'failed', reason: `no result in ${patience / 1000} s` }), patience)
    child.once('message', trial => end(trial as Trial))
    child.once('exit', () => end({ kind: 'failed', reason: 'its process crashed' }))
  })
