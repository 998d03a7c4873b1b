import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Rule } from '../../lib/release/rule.ts'
import { RULES } from '../../lib/release/rules.ts'
import { table } from './table.ts'

/** Page of the documentation that explains every rule. */
export const BREAKING_PAGE = join(import.meta.dirname, '../../docs/breaking-changes.md')

const kindOf = ({ kind }: Rule, direction: 'sent' | 'received'): string =>
  typeof kind === 'string' ? kind : kind[direction]

const section = ({ title, rules }: (typeof RULES)[number]): string =>
  [
    `## ${title}`,
    table([
      ['rule', 'sent', 'received', 'change'],
      ...rules.map(rule => [`\`${rule.code}\``, kindOf(rule, 'sent'), kindOf(rule, 'received'), rule.meaning]),
    ]),
  ].join('\n\n')

/** Returns docs/breaking-changes.md with the rules after its introduction. */
export function breakingPage(page: string): string {
  const [introduction = ''] = page.split(`\n## ${RULES[0]?.title}\n`)
  return `${[introduction.trimEnd(), ...RULES.map(section)].join('\n\n')}\n`
}

if (import.meta.main) writeFileSync(BREAKING_PAGE, breakingPage(readFileSync(BREAKING_PAGE, 'utf8')))
