import { expect, test } from 'vitest'
import { createCheckDocument, createCheckOverlay } from './check-document.ts'
import { ownDocuments, ownOverlays } from './documents.ts'
import { makeMutant } from './make-mutant.ts'
import { runMutants } from './run-mutants.ts'

const SEED = 2026

test('300 mutants are planned or rejected without another error', async () => {
  expect(await runMutants({ seed: SEED, real: false, mutants: 300, workers: 1, patience: 5_000 })).toEqual([])
})

test('300 mutants of overlays are applied or rejected without another error', async () => {
  const [first, ...rest] = ownOverlays()
  if (first === undefined) throw new Error('No overlays found.')
  const check = createCheckOverlay()
  for (let index = 0; index < 300; index++) {
    const { bytes, isOverlay } = makeMutant([first, ...rest], SEED, index)
    expect(isOverlay).toBe(true)
    expect(await check(bytes), `mutant ${index}`).toEqual([])
  }
})

test('a mutant can be reproduced from its seed and number', () => {
  const [first, ...rest] = ownDocuments()
  if (first === undefined) throw new Error('There are no documents.')
  const make = (seed: number, index: number) => makeMutant([first, ...rest], seed, index)
  expect(make(1, 7)).toEqual(make(1, 7))
  expect(make(1, 7)).not.toEqual(make(1, 8))
  expect(make(1, 7)).not.toEqual(make(2, 7))
})

test('a mutant that hangs is reported, and a new thread checks the others', async () => {
  const done: number[] = []
  const failures = await runMutants({
    seed: SEED,
    real: false,
    mutants: 2,
    workers: 1,
    patience: 0,
    onDone: count => done.push(count),
  })
  expect(failures.map(({ index, faults }) => [index, ...faults])).toEqual([
    [0, 'it takes more than 0 ms'],
    [1, 'it takes more than 0 ms'],
  ])
  expect(done).toEqual([1, 2])
})

test('a valid document passes', async () => {
  const check = createCheckDocument()
  expect(await check(Buffer.from('openapi: 3.1.0\npaths: { /a: { get: {} } }'))).toEqual([])
})
