import type { Trial } from './trial.ts'

/** A document that every contender got, and how many operations an independent count finds in it. */
export type Given = { readonly name: string; readonly bytes: number; readonly operations: number }

/** What one contender made of all documents, in their order. */
export type Result = { readonly contender: string; readonly trials: readonly Trial[] }

/** A contender's result in short. */
export type Standing = {
  readonly contender: string
  /** Documents of which every operation came out. */
  readonly whole: number
  /** Documents of which something came out. */
  readonly handled: number
  readonly operations: number
  /** Time ÷ that of the parser alone, for each document that was handled. */
  readonly ratios: readonly number[]
  /** Their geometric mean. */
  readonly ratio: number
  /** The largest peak, in bytes. */
  readonly peak: number
}

export const standingOf = ({ contender, trials }: Result, given: readonly Given[]): Standing => {
  const done = trials.flatMap((trial, i) => {
    const document = given[i]
    return trial.kind === 'done' && trial.operations > 0 && document !== undefined ? [{ trial, document }] : []
  })
  const ratios = done.map(({ trial }) => trial.milliseconds / trial.parsing)
  return {
    contender,
    whole: done.filter(({ trial, document }) => trial.operations >= document.operations).length,
    handled: done.length,
    // What is made twice counts once.
    operations: done.reduce((sum, { trial, document }) => sum + Math.min(trial.operations, document.operations), 0),
    ratios,
    ratio: Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length),
    peak: Math.max(0, ...done.map(({ trial }) => trial.peak)),
  }
}
