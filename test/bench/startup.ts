import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { buildFunctions } from '../../infra/build.ts'
import { bareHandlers } from './bare-handlers.ts'
import { table } from './table.ts'

/** Prints how much CPU time each bundle takes until its handler is there, and the same for a bare handler with the same clients. */

const ROUNDS = 40
const ALLOWED = 1.25
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

const folder = await mkdtemp(join(tmpdir(), 'startup-'))
try {
  const rows: string[][] = []
  for (const { name, files, sizes } of await buildBoth(folder)) {
    const times: [number[], number[]] = [[], []]
    // By turns, so that whatever slows the machine down slows both.
    for (let round = 0; round < ROUNDS; round++) {
      times[0].push(await startUp(files[0]))
      times[1].push(await startUp(files[1]))
    }
    // The best: whatever else the machine does only adds to a time.
    const [ours, bare] = [Math.min(...times[0]), Math.min(...times[1])]
    const ratio = ours / bare
    rows.push([
      name,
      ...sizes.map(bytes => (bytes / 1000).toFixed(0)),
      ours.toFixed(1),
      bare.toFixed(1),
      ratio.toFixed(2),
    ])
    if (ratio > ALLOWED) process.exitCode = 1
  }
  process.stdout.write(`Start-up: at most ${ALLOWED} times a bare handler with the same clients.\n\n`)
  process.stdout.write(`${table(['function', 'kB', 'bare kB', 'CPU ms', 'bare ms', 'ratio'], rows)}\n`)
} finally {
  await rm(folder, { recursive: true })
}
