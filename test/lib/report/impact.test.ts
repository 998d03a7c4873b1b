import { expect, test } from 'vitest'
import { reportChangelog } from '../../../lib/report/changelog.ts'
import { type Impact, impactOf, NO_IMPACTS } from '../../../lib/report/impact.ts'
import { makeReport, type Settled } from '../../../lib/report/make-report.ts'
import { renderMarkdown } from '../../../lib/report/markdown/render-markdown.ts'
import { summarise } from '../../../lib/report/text/summary.ts'
import { plan, plannedAction, plannedDefinition, reportInput } from './fixtures.ts'
import { renderReport } from './page/render.ts'

const changed = (kind: Impact['kind'], more: Partial<Impact> = {}): Impact => ({
  kind,
  status: 'changed',
  reasons: [{ rule: 'path-changed', kind, message: `The change is ${kind}.`, after: '#/paths/~1a/get' }],
  ...more,
})
const done = { change: 'update', status: 'done' } as const
const kept = { change: 'keep', status: 'skipped', reason: 'Edited.' } as const
const failed = { change: 'update', status: 'failed', reason: 'Refused.' } as const

const NAMES = ['a', 'b', 'c', 'd']
const report = makeReport(
  reportInput({
    plan: plan(
      NAMES.map(name => plannedAction(name, { tag: 'Pets' })),
      [plannedDefinition('Pet')],
    ),
    actions: new Map<string, Settled>([
      ['a', done],
      ['b', kept],
      ['c', failed],
      ['d', { change: 'unchanged', status: 'done' }],
    ]),
    definitions: new Map([['Pet', done]]),
    removals: {
      actions: [{ name: 'gone', method: 'GET', path: '/gone', change: 'remove', status: 'done' }],
      triggers: [],
      definitions: [],
    },
    impacts: {
      triggers: [],
      actions: [
        ['a', changed('breaking')],
        ['b', changed('breaking', { kept: true })],
        ['c', changed('breaking')],
        ['gone', changed('breaking', { status: 'removed' }), 'Shops'],
      ],
      definitions: [['Pet', changed('annotation')]],
    },
  }),
)

test('kept and failed items break no workflow', () => {
  expect(report.counts.impact).toEqual({ breaking: 2, compatible: 0, annotation: 1 })
  expect(report.actions.map(({ name, tag, impact }) => [name, tag, impact?.kind])).toEqual([
    ['a', 'Pets', 'breaking'],
    ['b', 'Pets', 'breaking'],
    ['c', 'Pets', 'breaking'],
    ['d', 'Pets', undefined],
    ['gone', 'Shops', 'breaking'],
  ])
})

test('the terminal names the breaking changes first', () => {
  expect(summarise(report).slice(1, 4)).toEqual([
    '  breaking     2 of 3 changes:',
    '    action a: The change is breaking.',
    '    action gone: The change is breaking.',
  ])
})

test('Markdown has the breaking changes first, and annotations last', () => {
  const text = renderMarkdown(report)
  expect(text.split('\n').slice(0, 4)).toEqual([
    '### `Pets 2` → `org / con / v1`: partial',
    '',
    'Effects on workflows: 2 breaking, 0 compatible, 1 annotation.',
    '',
  ])
  const headings = [...text.matchAll(/^#### (.+)$/gm)].map(([, heading]) => heading)
  expect(headings.at(0)).toBe('Breaks workflows (2)')
  expect(headings.at(-1)).toBe('Annotations: only texts differ (1)')
  expect(text).toContain(`#### Breaks workflows (2)

- action \`a\` \`GET /a\`
  - \`The change is breaking.\` \`#/paths/~1a/get\`
- action \`gone\` \`GET /gone\`
  - \`The change is breaking.\` \`#/paths/~1a/get\`
`)
})

test('Markdown has the direction and the place of a reason, and counts those that it leaves off', () => {
  const reason = { rule: 'r', kind: 'breaking', message: 'It <b>changed</b>.' } as const
  const reasons = [
    { ...reason, direction: 'sent', before: '#/a', after: '#/b' } as const,
    { ...reason, before: '#/a' },
    ...Array.from({ length: 60 }, () => reason),
  ]
  const impact = impactOf({ kind: 'breaking', status: 'changed', reasons })
  const text = renderMarkdown(
    makeReport(
      reportInput({
        plan: plan([plannedAction('a')], []),
        actions: new Map<string, Settled>([['a', { change: 'unchanged', status: 'done' }]]),
        impacts: { triggers: [], actions: [['a', impact]], definitions: [] },
      }),
    ),
  )
  const lines = text.split('\n').filter(line => line.startsWith('  - '))
  expect(lines.slice(0, 2)).toEqual(['  - sent: `It <b>changed</b>.` `#/b`', '  - `It <b>changed</b>.` `#/a`'])
  expect(lines.slice(5)).toEqual(['  - … and 57 more'])
})

test('the changelog of a report has what the import changed, then what it kept', () => {
  expect(reportChangelog(report)).toBe(`# Pets 2

Changed items: 2 breaking, 0 compatible, 1 annotation. Kept as they were on the platform: 2.

## Breaking

### Pets

- \`a\` — \`GET /a\`
  - The change is breaking. \`#/paths/~1a/get\`

### Shops

- \`gone\` — \`GET /gone\` (removed)
  - The change is breaking. \`#/paths/~1a/get\`

## Texts

### Definitions

- \`Pet\`

## Kept on the platform

### Pets

- \`b\` — \`GET /b\`
  - The change is breaking. \`#/paths/~1a/get\`
- \`c\` — \`GET /c\`
  - The change is breaking. \`#/paths/~1a/get\`
`)
})

test('a report without effects has no changelog', () => {
  expect(reportChangelog(makeReport(reportInput({ plan: plan([plannedAction('a')]) })))).toBeUndefined()
})

test('an item has at most 50 reasons, and the number of the others', () => {
  const [reason] = changed('breaking').reasons
  const reasons = Array.from({ length: 60 }, () => reason ?? expect.fail())
  const { reasons: shown, reasonsOmitted } = impactOf({ kind: 'breaking', status: 'changed', reasons })
  expect([shown.length, reasonsOmitted]).toEqual([50, 10])
})

const connected = (...reasons: Impact['reasons']): Impact => ({
  kind: reasons[0]?.kind ?? 'breaking',
  status: 'changed',
  reasons,
})
const moved = {
  rule: 'server-changed',
  kind: 'breaking',
  message: 'The server is "<b>".',
  before: '#/servers/0',
} as const
const renewed = { rule: 'scheme-added', kind: 'compatible', message: 'A scheme is new.', after: '#/x' } as const

test('changes of a connection are counted, listed first, and on the page', () => {
  const { connection, ...items } = {
    ...NO_IMPACTS,
    connection: { authentication: connected(renewed), servers: connected(moved) },
  }
  const report = makeReport(reportInput({ plan: plan([plannedAction('a')]), impacts: { ...items, connection } }))
  expect(report.connection).toEqual(connection)
  expect(report.counts.impact).toEqual({ breaking: 1, compatible: 1, annotation: 0 })
  expect(summarise(report)).toContain('    servers: The server is "<b>".')
  expect(reportChangelog(report)).toContain(
    [
      'Changed items: 1 breaking, 1 compatible, 0 annotations.',
      '',
      '## Breaking',
      '',
      '### Servers',
      '',
      '- All operations',
      '  - The server is "\\<b\\>". `#/servers/0`',
      '',
      '## Changed',
      '',
      '### Authentication',
      '',
      '- All operations',
      '  - A scheme is new. `#/x`',
    ].join('\n'),
  )
  expect(renderMarkdown(report)).toContain(
    '- Servers, breaking: `The server is "<b>".`\n- Authentication, compatible: `A scheme is new.`\n',
  )
  const page = renderReport(report)
  expect(page).toContain('<h3>1 breaking change</h3>')
  expect(page).toContain(
    '<a href="#connection">servers</a> <span class="reason">The server is &quot;&lt;b&gt;&quot;.</span>',
  )
  expect(page).toContain('<li class="data">compatible: A scheme is new. #/x</li>')
  // No item has the effect.
  expect(page).not.toContain('#impact=breaking')
})

test('a report without a change of the connection has none', () => {
  const report = makeReport(reportInput({ plan: plan([plannedAction('a')]), impacts: NO_IMPACTS }))
  expect('connection' in report).toBe(false)
  expect(renderReport(report)).not.toContain('Changes for connections')
})
