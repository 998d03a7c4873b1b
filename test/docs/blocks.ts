import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TREATMENTS, type Treatment } from './treatment.ts'

export const ROOT = join(import.meta.dirname, '../..')
export const readPage = (page: string): string => readFileSync(join(ROOT, page), 'utf8')

/** Shell block of a page, with the way it is tested; `treatment` is undefined if `treatment.ts` has none. */
export type Block = { readonly page: string; readonly script: string; readonly treatment: Treatment | undefined }

export const PAGES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...globSync('docs/*.md', { cwd: ROOT }).toSorted()]

export const shellBlocks = (page: string): Block[] =>
  [...readPage(page).matchAll(/^```(?:sh|bash)\n(.*?)^```/gms)].map(([, script = '']) => ({
    page,
    script,
    treatment: TREATMENTS.find(treatment => treatment.page === page && script.startsWith(treatment.begins)),
  }))

/** Returns the commands in backticks of the page's sentences and tables: npm, npx, osls and aws. */
export const inlineCommands = (page: string): string[] =>
  [...readPage(page).matchAll(/`((?:[A-Z_]+=\S+ )*(?:npm|npx|osls|aws) [^`]+)`/g)].flatMap(([, text = '']) =>
    commandsOf(text),
  )

/** Splits a script into commands, each a program with its arguments; drops the content of quotes and here-documents. */
export const commandsOf = (script: string): string[] =>
  script
    .replaceAll(/<<'(\w+)'(.*)\n[\s\S]*?\n\1\n/g, '$2\n')
    .replaceAll(/\\\n\s*/g, ' ')
    .replaceAll(/'[^']*'/g, "'…'")
    .split(/\n|&&|\|\|?|;|&(?=\s|$)/)
    .map(command => command.trim().replace(/^(?:[A-Z_]+=\S*\s+)+/, ''))
    .filter(command => command !== '' && !command.startsWith('#') && !/^[A-Z_]+=/.test(command))
