import { execFile } from 'node:child_process'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { buildFunctions } from '../../infra/build.ts'
import { bareHandlers } from './bare-handlers.ts'
import type { Promised } from './promises.ts'
import { median } from './rounds.ts'
import { table } from './table.ts'

const ROUNDS = 40
const ALLOWED = 1.4
const ROOT = join(import.meta.dirname, '../..')
const CHILD = join(import.meta.dirname, 'startup-child.ts')

/** Milliseconds of CPU in a process of its own, as in a new Lambda environment. */
const startUp = async (bundle: string): Promise<number> => {
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, bundle])
  return Number(stdout)
}

/** A project with the sources, and one whose functions are bare. */
const buildBoth = async (folder: string) => {
  const [ours, bare] = [join(folder, 'ours'), join(folder, 'bare')]
  await mkdir(ours)
  for (const name of ['functions', 'lib', 'node_modules']) await symlink(join(ROOT, name), join(ours, name))
  await mkdir(join(bare, 'functions'), { recursive: true })
  await symlink(join(ROOT, 'node_modules'), join(bare, 'node_modules'))
  for (const [name, source] of Object.entries(bareHandlers()))
    await writeFile(join(bare, 'functions', `${name}.ts`), source)
  const bundles = await buildFunctions(ours)
  const bareBundles = await buildFunctions(bare)
  return bundles.map(({ name, file, bytes }) => ({
    name,
    files: [join(ours, file), join(bare, file)] as const,
    sizes: [bytes, bareBundles.find(other => other.name === name)?.bytes ?? 0] as const,
  }))
}

/** Starts each function anew, many times, and a bare one by turns, so that whatever slows the machine down slows both. */
const measure = async (files: readonly [string, string]): Promise<[number, number]> => {
  const times: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    times[0].push(await startUp(files[0]))
    times[1].push(await startUp(files[1]))
  }
  return [median(times[0]), median(times[1])]
}

/** Compares the start of each function with that of a bare handler with the same clients, both as bundles. Returns what is promised. */
export const benchStartup = async (folder: string, write: (text: string) => void): Promise<Promised[]> => {
  write(`\nStart-up: at most ${ALLOWED} times that of a bare handler with the same clients.\n`)
  const rows: string[][] = []
  const promises: Promised[] = []
  for (const { name, files, sizes } of await buildBoth(folder)) {
    const [ours, bare] = await measure(files)
    const kilobytes = sizes.map(bytes => (bytes / 1000).toFixed(0))
    rows.push([name, ...kilobytes, ours.toFixed(1), bare.toFixed(1), (ours / bare).toFixed(2)])
    promises.push({ what: `start of ${name} ÷ a bare handler`, measured: ours / bare, allowed: ALLOWED })
  }
  write(table(['function', 'kB', 'bare kB', 'CPU ms', 'bare ms', 'ratio'], rows))
  return promises
}
