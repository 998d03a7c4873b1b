import type { Cold } from '../cold.ts'
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
export type Result = {
  readonly contender: string
  readonly trials: readonly Trial[]
  /** CPU time of the first conversion of a new process, in milliseconds; undefined where there is none. */
  readonly cold: readonly Cold[]
}

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
  /** Totals of the documents above 1 MB that were handled; not a number without any. */
  readonly large: Large
  /** The largest peak, in bytes. */
  readonly peak: number
}

/** Totals of large documents. */
export type Large = {
  readonly documents: number
  /** Time ÷ that of the parser alone. */
  readonly ratio: number
  /** Time ÷ that of this project. */
  readonly versusOurs: number
  /** CPU time of first conversions ÷ that of the parser alone. */
  readonly coldRatio: number
  /** CPU time of first conversions ÷ that of this project. */
  readonly coldVersusOurs: number
}

/** Bytes of a large document. */
export const LARGE = 1e6

/**
 * @param ours what this project made of the same documents
 * @param parser CPU time of the parser alone, in a new process, by document
 */
export const standingOf = (
  { contender, trials, cold }: Result,
  given: readonly Given[],
  ours: Result,
  parser: readonly Cold[],
): Standing => {
  const done = trials.flatMap((trial, i) => {
    const document = given[i]
    return trial.kind === 'done' && trial.operations > 0 && document !== undefined
      ? [{ trial, document, our: ours.trials[i], cold: cold[i], ourCold: ours.cold[i], parserCold: parser[i] }]
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
    large: largeOf(done.filter(({ document }) => document.bytes > LARGE)),
    peak: Math.max(0, ...done.map(({ trial }) => trial.peak)),
  }
}

type Done = {
  readonly trial: Extract<Trial, { kind: 'done' }>
  readonly our: Trial | undefined
  readonly cold: Cold
  readonly ourCold: Cold
  readonly parserCold: Cold
}

const largeOf = (done: readonly Done[]): Large => {
  const both = done.flatMap(({ trial, our }) => (our?.kind === 'done' ? [{ trial, our }] : []))
  const cold = done.flatMap(({ cold, ourCold, parserCold }) =>
    cold === undefined || ourCold === undefined || parserCold === undefined ? [] : [{ cold, ourCold, parserCold }],
  )
  return {
    documents: done.length,
    ratio: sumOf(done, ({ trial }) => trial.milliseconds) / sumOf(done, ({ trial }) => trial.parsing),
    versusOurs: sumOf(both, ({ trial }) => trial.milliseconds) / sumOf(both, ({ our }) => our.milliseconds),
    coldRatio: sumOf(cold, each => each.cold) / sumOf(cold, each => each.parserCold),
    coldVersusOurs: sumOf(cold, each => each.cold) / sumOf(cold, each => each.ourCold),
  }
}

const sumOf = <T>(items: readonly T[], numberOf: (item: T) => number): number =>
  items.reduce((sum, item) => sum + numberOf(item), 0)

const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)
