import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')

/** A piece of a page that a reader is to type into a shell. */
export type Block = { readonly page: string; readonly script: string }

export const PAGES = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/*.md', { cwd: ROOT }).toSorted()]

export const shellBlocks = (page: string): Block[] =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^```(?:sh|bash)\n(.*?)^```/gms)].map(([, script = '']) => ({
    page,
    script,
  }))

/** The commands of a script, each a program with its arguments; what stands in quotes is left out. */
export const commandsOf = (script: string): string[] =>
  script
    .replaceAll(/\\\n\s*/g, ' ')
    .replaceAll(/'[^']*'/g, "'…'")
    .split(/\n|&&|\|\|?|;|&(?=\s|$)/)
    .map(command => command.trim().replace(/^(?:[A-Z_]+=\S*\s+)+/, ''))
    .filter(command => command !== '' && !command.startsWith('#') && !/^[A-Z_]+=/.test(command))
