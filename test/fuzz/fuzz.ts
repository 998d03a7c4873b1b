import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { ownDocuments, ownOverlays, realDocuments } from './documents.ts'
import { makeMutant } from './make-mutant.ts'
import { type Failure, runMutants } from './run-mutants.ts'

/** Checks mutants of real documents; each that fails is saved. FUZZ_MUTANTS says how many, FUZZ_SEED which. */

const PATIENCE = 5_000
const FOLDER = '.local/fuzz'

const print = (text: string): void => {
  process.stdout.write(`${text}\n`)
}
const numberFrom = (name: string, fallback: number): number => {
  const given = process.env[name]
  const number = given === undefined || given.trim() === '' ? fallback : Number(given)
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`${name} has to be a whole number.`)
  return number
}

const mutants = numberFrom('FUZZ_MUTANTS', 10_000)
const seed = numberFrom('FUZZ_SEED', Date.now() % 2 ** 31)
const real = realDocuments()
const [first, ...rest] = [...ownDocuments(), ...ownOverlays(), ...real]
if (first === undefined) throw new Error('There are no documents to make mutants of.')
print(`${mutants} mutants of ${1 + rest.length} documents (${real.length} cut from real ones), FUZZ_SEED=${seed}`)

const save = async ({ index, faults }: Failure): Promise<void> => {
  const { original, bytes } = makeMutant([first, ...rest], seed, index)
  const file = join(FOLDER, `${seed}-${index}`)
  await mkdir(FOLDER, { recursive: true })
  await writeFile(file, bytes)
  print(`Mutant ${index} of ${original}, saved as ${file}:`)
  for (const fault of faults.slice(0, 3)) print(`  ${fault.slice(0, 1_000)}`)
}

const saved: Promise<void>[] = []
const startedAt = performance.now()
const failures = await runMutants({
  seed,
  real: real.length > 0,
  mutants,
  workers: availableParallelism(),
  patience: PATIENCE,
  onFailure: failure => saved.push(save(failure)),
  onDone: done => {
    if (done % 1_000 === 0) print(`${done} done`)
  },
})
await Promise.all(saved)
const seconds = (performance.now() - startedAt) / 1_000
print(`${mutants - failures.length} of ${mutants} passed in ${seconds.toFixed(1)} s.`)
process.exitCode = failures.length > 0 ? 1 : 0
