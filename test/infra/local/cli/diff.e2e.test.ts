import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { run } from './support.ts'

const [OLD, NEW] = ['1.0', '2.0'].map(version =>
  fileURLToPath(new URL(`./releases/ferry-${version}.yaml`, import.meta.url)),
) as [string, string]

test('two documents are compared without a platform, as text, Markdown and JSON', async () => {
  const [text, markdown, json, same, wrong] = await Promise.all([
    run(['diff', OLD, NEW, '--fail-on', 'breaking']),
    run(['diff', OLD, NEW, '--format', 'markdown']),
    run(['diff', OLD, NEW, '--format', 'json']),
    run(['diff', OLD, OLD, '--fail-on', 'breaking']),
    run(['diff', OLD]),
  ])
  expect([text, markdown, json, same, wrong].map(({ status }) => status)).toEqual([3, 0, 0, 0, 2])
  expect(text.stdout.split('\n').slice(0, 3)).toEqual([
    'Ferry Booking 1.0 → Ferry Booking 2.0: 3 breaking, 12 compatible, 2 annotations',
    '  breaking    action searchSailings (GET /sailings): changed',
    '              sent: The query parameter "date" is required. #/paths/~1sailings/get',
  ])
  expect(markdown.stdout).toContain('# Ferry Booking 2.0\n\nChanged items: 3 breaking,')
  expect(JSON.parse(json.stdout)).toMatchObject({ counts: { breaking: 3, compatible: 12, annotation: 2 } })
  expect(same.stdout).toBe('Ferry Booking 1.0 → Ferry Booking 1.0: 0 breaking, 0 compatible, 0 annotations\n')
  expect(wrong.stderr).toContain('Missing arguments: OLD and NEW.')
})
