import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CATALOGUE } from '../../lib/diagnostics/catalogue.ts'

const PAGE = join(import.meta.dirname, '../../docs/diagnostics.md')

const row = (cells: readonly string[]): string => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`

const section = ({ title, note, kinds }: (typeof CATALOGUE)[number] & { readonly note?: string }): string =>
  [
    `## ${title}`,
    ...(note === undefined ? [] : [note]),
    [
      row(['code', 'severity', 'meaning', 'what to do']),
      row(['---', '---', '---', '---']),
      ...Object.values(kinds).map(({ code, severities, meaning, remedy }) =>
        row([`\`${code}\``, severities.join(' or '), meaning, remedy]),
      ),
    ].join('\n'),
  ].join('\n\n')

/** Returns docs/diagnostics.md with the sections of the catalogue after its introduction. */
export function diagnosticsPage(page: string): string {
  const [introduction = ''] = page.split('\n## ')
  return `${[introduction.trimEnd(), ...CATALOGUE.map(section)].join('\n\n')}\n`
}

if (import.meta.main) writeFileSync(PAGE, diagnosticsPage(readFileSync(PAGE, 'utf8')))
