import { expect, test } from 'vitest'
import { makeReport, type ReportInput, type Settled } from '../../../../lib/report/make-report.ts'
import { codeBlock, codeSpan } from '../../../../lib/report/markdown/code.ts'
import { renderMarkdown } from '../../../../lib/report/markdown/render-markdown.ts'
import { plan, plannedAction, plannedDefinition, reportInput } from '../fixtures.ts'

const render = (input: Partial<ReportInput>): string =>
  renderMarkdown(makeReport(reportInput({ dryRun: true, ...input })))

const CONFLICT = { severity: 'warning', code: 'conflict', message: 'Both.', pointer: '#' } as const
const CREATE: Settled = { change: 'create', status: 'planned' }
const update = (before: unknown, after: unknown): Settled => ({
  change: 'update',
  status: 'planned',
  diff: [{ field: '/description', before, after }],
})

test('a plan has counts, then its changes in groups with differences', () => {
  const fields = [{ field: '/summary', base: 'A bed', platform: 'A long bed', document: 'A wide bed' }]
  const removed = { name: 'gone', change: 'remove', status: 'planned', method: 'GET', path: '/gone' } as const
  const text = render({
    plan: plan([plannedAction('both'), plannedAction('changed'), plannedAction('new')], [plannedDefinition('Pet')]),
    actions: new Map<string, Settled>([
      ['both', { change: 'keep', status: 'skipped', problems: [CONFLICT], fields }],
      ['changed', update('One\nold', 'One\nnew')],
      ['new', CREATE],
    ]),
    definitions: new Map([['Pet', CREATE]]),
    removals: { actions: [removed], triggers: [], definitions: [] },
  })
  expect(text).toBe(
    `### \`Pets 2\` → \`org / con / v1\`: planned

|  | to create | to update | to remove | kept | conflicts |
| --- | ---: | ---: | ---: | ---: | ---: |
| actions | 1 | 1 | 1 | 1 | 1 |
| definitions | 1 | 0 | 0 | 0 | 0 |

#### To remove (1)

- action \`gone\` \`GET /gone\`

#### Conflicts, kept as on the platform (1)

Decide each one with \`--resolve NAME=platform\` or \`--resolve NAME=document\`.

- action \`both\` \`GET /both\`

  \`\`\`diff
  @@ /summary @@
    last import: A bed
  - platform: A long bed
  + document: A wide bed
  \`\`\`

#### To create (2)

- action \`new\` \`GET /new\`
- definition \`Pet\`

#### To update (1)

- action \`changed\` \`GET /changed\`

  \`\`\`diff
  @@ /description @@
  - One
  - old
  + One
  + new
  \`\`\`

<details>
<summary>Diagnostics (1 code)</summary>

- warning \`conflict\` (1×): \`Both.\`

</details>
`.replace(' (1×)', ''),
  )
})

test('a refused import has its reason, and a written one its failed items', () => {
  const input = { plan: plan([plannedAction('a')]), actions: new Map<string, Settled>([['a', CREATE]]) }
  expect(render({ ...input, refused: true, reason: 'It needs @someone.' })).toContain(
    ': refused\n\n```text\nIt needs @someone.\n```\n',
  )
  const failed: Settled = { change: 'create', status: 'failed', reason: 'Status `400`.' }
  expect(render({ ...input, dryRun: false, actions: new Map([['a', failed]]) })).toContain(
    '#### Failed (1)\n\n- action `a` `GET /a` ``Status `400`.``\n',
  )
})

test('groups with many items are folded, and the rest is counted', () => {
  const names = Array.from({ length: 120 }, (_, i) => `a${i}`)
  const text = render({
    plan: plan(names.map(name => plannedAction(name))),
    actions: new Map(names.map(name => [name, CREATE])),
  })
  expect(text).toContain('<details>\n<summary>To create (120)</summary>\n\n- action `a0` `GET /a0`\n')
  expect(text).toContain('- action `a99` `GET /a99`\n- … and 20 more in the report\n\n</details>\n')
})

test('the size is what GitHub accepts, and folded parts are closed', () => {
  const names = Array.from({ length: 300 }, (_, i) => `a${i}-${'名'.repeat(60)}`)
  const long = (word: string) => `${'é'.repeat(300)}\n${word.repeat(200)}\n${'é'.repeat(300)}`
  const reported = (kind: string) => names.map(name => `${kind}${name}`)
  const planned = [...reported('c'), ...reported('u')]
  const text = render({
    plan: plan(planned.map(name => plannedAction(name))),
    actions: new Map(planned.map(name => [name, name.startsWith('c') ? CREATE : update(long('x'), long('y'))])),
  })
  const bytes = Buffer.byteLength(text)
  expect(bytes).toBeLessThan(65_536)
  expect(bytes).toBeGreaterThan(60_000)
  expect(text.match(/^<details>$/gm)).toHaveLength(text.match(/^<\/details>$/gm)?.length ?? -1)
  const shown = text.match(/^- action `u/gm)?.length ?? 0
  expect(text).toContain(`- … and ${300 - shown} more in the report`)
  expect(text).not.toContain('undefined')
})

const EVIL =
  '@team ` `` ``` | <img src=x onerror=alert(1)> </details> #12 [x](https://example.com)\n```\n# Title\r\n@team'

test('strings of a document are only in code', () => {
  const action = plannedAction('a', { name: EVIL, path: EVIL })
  const text = render({
    plan: {
      ...plan([action]),
      document: { specification: '3.1.0', title: EVIL, version: EVIL },
      diagnostics: [{ severity: 'error', code: 'file-unreadable', message: EVIL, pointer: EVIL }],
    },
    actions: new Map([[EVIL, { ...update(EVIL, `${EVIL} ${EVIL}`), reason: EVIL }]]),
    refused: true,
    reason: `${EVIL}.`,
  })
  // As CommonMark reads it: blocks with their fences first, then spans.
  const blocks = text.replaceAll(/^( *)(`{3,})\w*\n[\s\S]*?\n\1\2$/gm, '')
  const rest = blocks.replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '')
  expect(rest).not.toMatch(/@|`|img|example|#12|Title/)
  expect(rest.match(/<\/details>/g)).toHaveLength(1)
})

test.each([
  ['a', '`a`'],
  ['a`b', '``a`b``'],
  ['`', '`` ` ``'],
  ['', '` `'],
  ['a\nb', '`a b`'],
  ['x'.repeat(12), `\`${'x'.repeat(10)}…\``],
])('the code span of %j', (text, want) => {
  expect(codeSpan(text, 10)).toBe(want)
})

test('a code block has a longer fence than its rows', () => {
  expect(codeBlock('diff', ['- ````', '+ a'])).toEqual(['`````diff', '- ````', '+ a', '`````'])
})
