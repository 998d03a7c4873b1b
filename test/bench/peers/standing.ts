import type { Trial } from './trial.ts'

/** A document that every contender got, and how many operations an independent count finds in it. */
export type Given = {
  readonly name: string
  /** Version of Swagger or OpenAPI. */
  readonly specification: string
  readonly bytes: number
  readonly operations: number
}

/** What one contender made of all documents, in their order. */
export type Result = { readonly contender: string; readonly trials: readonly Trial[] }

/** A contender's result in short. */
export type Standing = {
  readonly contender: string
  /** Documents of which something came out. */
  readonly handled: number
  /** Documents of which every operation came out. */
  readonly whole: number
  /** Documents of which what came out can be written as JSON text. */
  readonly writable: number
  readonly operations: number
  /** Time ÷ that of the parser alone, for each document that was handled. */
  readonly ratios: readonly number[]
  /** Their geometric mean. */
  readonly ratio: number
  /** Geometric mean of time ÷ that of this project, over the documents that both handled. */
  readonly versusOurs: number
  /** The largest peak, in bytes. */
  readonly peak: number
}

/** @param ours what this project made of the same documents */
export const standingOf = ({ contender, trials }: Result, given: readonly Given[], ours: Result): Standing => {
  const done = trials.flatMap((trial, i) => {
    const document = given[i]
    return trial.kind === 'done' && trial.operations > 0 && document !== undefined
      ? [{ trial, document, our: ours.trials[i] }]
      : []
  })
  const ratios = done.map(({ trial }) => trial.milliseconds / trial.parsing)
  const versus = done.flatMap(({ trial, our }) => (our?.kind === 'done' ? [trial.milliseconds / our.milliseconds] : []))
  return {
    contender,
    handled: done.length,
    whole: done.filter(({ trial, document }) => trial.operations >= document.operations).length,
    writable: done.filter(({ trial }) => trial.writable).length,
    // What is made twice counts once.
    operations: done.reduce((sum, { trial, document }) => sum + Math.min(trial.operations, document.operations), 0),
    ratios,
    ratio: geometricMean(ratios),
    versusOurs: geometricMean(versus),
    peak: Math.max(0, ...done.map(({ trial }) => trial.peak)),
  }
}

const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)
