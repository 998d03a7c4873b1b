import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFixtures } from '../fixtures/find-fixtures.ts'
import { type ComparedDocument, differences, type PlanDigest } from './plan-digest.ts'

/**
 * Compares the plans that two commits make of the same documents: every fixture, and the files of folders.
 * Usage: npm run compare:plans -- COMMIT [COMMIT] [--folder FOLDER]... ; the second commit is the working tree by default.
 */
const ROOT = join(import.meta.dirname, '../..')
const CORPUS = join(ROOT, '../shared/corpus')
const SHOWN = 20

const args = process.argv.slice(2)
const folders = args.flatMap((arg, i) => (args[i - 1] === '--folder' ? [arg] : []))
const [before, after] = args.filter((arg, i) => !arg.startsWith('--') && args[i - 1] !== '--folder')
if (before === undefined) throw new Error('Name the commit to compare with: npm run compare:plans -- COMMIT')

const documents: ComparedDocument[] = [
  ...findFixtures(),
  ...findFixtures('invalid'),
  ...[...folders, ...(existsSync(CORPUS) ? [CORPUS] : [])].flatMap(folder =>
    readdirSync(folder)
      .filter(file => /\.(json|ya?ml)$/.test(file))
      .map(root => ({ name: join(folder, root), folder, root, options: {} })),
  ),
].map(({ name, folder, root, options }) => ({ name, folder, root, options }))

const work = mkdtempSync(join(tmpdir(), 'compare-plans-'))

const checkOut = (commit: string, name: string): string => {
  const folder = join(work, name)
  execFileSync('git', ['clone', '--quiet', '--no-checkout', ROOT, folder])
  execFileSync('git', ['checkout', '--quiet', '--detach', commit], { cwd: folder })
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

const plansOf = (checkout: string, name: string): Record<string, PlanDigest> => {
  const result = join(work, `${name}.json`)
  const child = join(import.meta.dirname, 'plan-child.ts')
  execFileSync(process.execPath, [child, checkout, result, JSON.stringify(documents)], { stdio: 'inherit' })
  return JSON.parse(readFileSync(result, 'utf8'))
}

const EMPTY: PlanDigest = { parts: {}, diagnostics: [] }

try {
  const old = plansOf(checkOut(before, 'before'), 'before')
  const current = plansOf(after === undefined ? ROOT : checkOut(after, 'after'), 'after')
  let different = 0
  for (const { name } of documents) {
    const lines = differences(old[name] ?? EMPTY, current[name] ?? EMPTY)
    if (lines.length === 0) continue
    different++
    process.stdout.write(
      `${name}\n${lines
        .slice(0, SHOWN)
        .map(line => `  ${line}\n`)
        .join('')}`,
    )
    if (lines.length > SHOWN) process.stdout.write(`  and ${lines.length - SHOWN} more\n`)
  }
  process.stdout.write(`${documents.length} documents compared, ${different} differ\n`)
  process.exitCode = different === 0 ? 0 : 1
} finally {
  rmSync(work, { recursive: true })
}
