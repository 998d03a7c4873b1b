import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TREATMENTS, type Treatment } from './treatment.ts'

export const ROOT = join(import.meta.dirname, '../..')
export const readPage = (page: string): string => readFileSync(join(ROOT, page), 'utf8')

/** A piece of a page that a reader is to type into a shell, and what is done with it here; undefined where nobody has said. */
export type Block = { readonly page: string; readonly script: string; readonly treatment: Treatment | undefined }

export const PAGES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...globSync('docs/*.md', { cwd: ROOT }).toSorted()]

export const shellBlocks = (page: string): Block[] =>
  [...readPage(page).matchAll(/^```(?:sh|bash)\n(.*?)^```/gms)].map(([, script = '']) => ({
    page,
    script,
    treatment: TREATMENTS.find(treatment => treatment.page === page && script.startsWith(treatment.begins)),
  }))

/** What a page has between backticks within its sentences and tables and looks like a command of this project or of AWS. */
export const inlineCommands = (page: string): string[] =>
  [...readPage(page).matchAll(/`((?:[A-Z_]+=\S+ )*(?:npm|npx|osls|aws) [^`]+)`/g)].flatMap(([, text = '']) =>
    commandsOf(text),
  )

/** The commands of a script, each a program with its arguments; what stands in quotes or in a document is left out. */
export const commandsOf = (script: string): string[] =>
  script
    .replaceAll(/<<'(\w+)'(.*)\n[\s\S]*?\n\1\n/g, '$2\n')
    .replaceAll(/\\\n\s*/g, ' ')
    .replaceAll(/'[^']*'/g, "'…'")
    .split(/\n|&&|\|\|?|;|&(?=\s|$)/)
    .map(command => command.trim().replace(/^(?:[A-Z_]+=\S*\s+)+/, ''))
    .filter(command => command !== '' && !command.startsWith('#') && !/^[A-Z_]+=/.test(command))
