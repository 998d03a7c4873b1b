import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CATALOGUE } from '../../lib/diagnostics/catalogue.ts'
import { table } from './table.ts'

/** Page of the documentation that explains every code. */
export const PAGE = join(import.meta.dirname, '../../docs/diagnostics.md')

/** Explanations for the report page, so that its bundle needs no messages. */
export const EXPLANATIONS = join(import.meta.dirname, '../../lib/diagnostics/explanations.json')

const byCode = (a: { readonly code: string }, b: { readonly code: string }): number => (a.code < b.code ? -1 : 1)

const section = ({ title, note, kinds }: (typeof CATALOGUE)[number] & { readonly note?: string }): string =>
  [
    `## ${title}`,
    ...(note === undefined ? [] : [note]),
    table([
      ['code', 'severity', 'meaning', 'what to do'],
      ...Object.values(kinds)
        .sort(byCode)
        .map(({ code, severities, meaning, remedy }) => [`\`${code}\``, severities.join(' or '), meaning, remedy]),
    ]),
  ].join('\n\n')

/** Returns docs/diagnostics.md with the sections of the catalogue after its introduction. */
export function diagnosticsPage(page: string): string {
  const [introduction = ''] = page.split('\n## ')
  return `${[introduction.trimEnd(), ...CATALOGUE.map(section)].join('\n\n')}\n`
}

/** Returns the contents of {@link EXPLANATIONS}: meaning and remedy by code. */
export function explanationsByCode(): string {
  const kinds = CATALOGUE.flatMap(section => Object.values(section.kinds)).sort(byCode)
  const entries = kinds.map(({ code, meaning, remedy }) => [code, { meaning, remedy }])
  return `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`
}

if (import.meta.main) {
  writeFileSync(PAGE, diagnosticsPage(readFileSync(PAGE, 'utf8')))
  writeFileSync(EXPLANATIONS, explanationsByCode())
}
