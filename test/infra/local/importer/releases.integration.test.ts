import { expect, test } from 'vitest'
import type { Report } from '../../../../lib/report/report.ts'
import { text } from './releases.ts'
import { useStack } from './support.ts'

const stack = useStack()

type Json = Readonly<Record<string, unknown>>

const body = (schema: string) => ({
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
})
const responses = { '200': { description: 'A pet.', ...body('Pet') } }

/** Returns a release with two operations of pets, and one of owners unless it is left out. */
const release = (version: string, pet: Json = {}, more: Json = {}): Json => ({
  openapi: '3.1.0',
  info: { title: 'Pets', version },
  paths: {
    '/pets': { get: { operationId: 'listPets', tags: ['Pets'], responses } },
    '/pets/{id}': {
      get: {
        operationId: 'getPet',
        tags: ['Pets'],
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses,
      },
    },
    '/owners': { get: { operationId: 'listOwners', tags: ['Owners'], responses: { '200': { description: 'All.' } } } },
    ...more,
  },
  components: { schemas: { Pet: { type: 'object', properties: { name: { type: 'string' } }, ...pet } } },
})
const first = release('1', { required: ['name'] })
/** A property of a response is not required any more: breaks all actions that receive it. */
const breaking = release('2', {}, { '/shops': { get: { operationId: 'listShops', responses } } })
const compatible = release(
  '2',
  { required: ['name'], title: 'Pet' },
  { '/shops': { get: { operationId: 'listShops', responses } } },
)

const effects = ({ actions, definitions }: Report) =>
  Object.fromEntries(
    [...actions, ...definitions].flatMap(({ name, impact }) =>
      impact ? [[name, impact.kept ? `${impact.kind}, kept` : impact.kind]] : [],
    ),
  )

const imported = async (connector: string, ...releases: readonly [Json, Parameters<typeof stack.run>[2]?][]) => {
  stack.seed(connector)
  const reports: Report[] = []
  for (const [document, changes] of releases) reports.push(await stack.run(connector, document, changes))
  return reports
}

test('a first import has no effects, and a re-import has those of its changes', async () => {
  const [one, two, same] = await imported('apply', [first], [breaking], [breaking])
  expect(one?.counts.impact).toBeUndefined()
  expect(two?.outcome).toBe('succeeded')
  expect(two && effects(two)).toEqual({
    Pet: 'breaking',
    listPets: 'breaking',
    getPet: 'breaking',
    listShops: 'compatible',
  })
  expect(two?.counts.impact).toEqual({ breaking: 3, compatible: 1, annotation: 0 })
  expect(two?.actions.find(({ name }) => name === 'listPets')).toMatchObject({
    change: 'unchanged',
    impact: { status: 'changed', reasons: [{ rule: 'uses-breaking-definition', direction: 'received' }] },
  })
  expect(same?.outcome).toBe('unchanged')
  expect(same?.counts.impact).toEqual({ breaking: 0, compatible: 0, annotation: 0 })
  const changes = await text(stack, two, 'changelog.md')
  expect(changes.split('\n').filter(line => line.startsWith('#'))).toEqual([
    '# Pets 2',
    '## Breaking',
    '### Pets',
    '### Definitions',
    '## Added',
    '### /shops',
  ])
  await expect(text(stack, same, 'changelog.md')).rejects.toThrow()
  const record = await stack.importer().record(two?.importId ?? '')
  expect(record?.counts?.impact).toEqual(two?.counts.impact)
})

test('a release that breaks workflows is refused on request, and nothing is written', async () => {
  await imported('refuse', [first])
  const refuse = { options: { onBreaking: 'refuse' } } as const
  const before = stack.contents('refuse')
  const writes = await stack.writesDuring(async () => {
    const report = await stack.run('refuse', breaking, refuse)
    expect(report.outcome).toBe('refused')
    expect(report.reason).toContain('3 items have breaking changes. action listPets: Uses Pet,')
    expect(report.confirm).toBeUndefined()
    expect(effects(report)).toMatchObject({ Pet: 'breaking' })
  })
  expect(writes).toEqual([])
  expect(stack.contents('refuse')).toEqual(before)
  const dry = await stack.run('refuse', breaking, { options: { ...refuse.options, dryRun: true } })
  expect(dry).toMatchObject({ outcome: 'planned', diagnostics: [{ code: 'breaking-changes', severity: 'warning' }] })
  expect((await stack.run('refuse', compatible, refuse)).outcome).toBe('succeeded')
})

test('a release that breaks workflows goes to a new draft on request, and later imports continue there', async () => {
  await imported('draft', [first])
  const draft = { options: { onBreaking: 'draft' } } as const
  const before = stack.contents('draft')
  const report = await stack.run('draft', breaking, draft)
  expect(report).toMatchObject({ outcome: 'succeeded', target: { version: 'v1-r2' } })
  expect(report.diagnostics.map(({ code }) => code)).toEqual(['breaking-changes'])
  expect(report.counts.impact).toMatchObject({ breaking: 3 })
  expect(stack.contents('draft')).toEqual(before)
  expect(stack.contents('draft', 'v1-r2').actions.map(({ name }) => name)).toEqual([
    'getPet',
    'listOwners',
    'listPets',
    'listShops',
  ])
  const next = await stack.run(
    'draft',
    {
      ...breaking,
      info: { title: 'Pets', version: '3' },
      paths: { ...(breaking.paths as Json), '/shops/all': { get: { operationId: 'allShops', responses } } },
    },
    draft,
  )
  expect(next).toMatchObject({ outcome: 'succeeded', target: { version: 'v1-r2' } })
  expect(next.counts.impact).toEqual({ breaking: 0, compatible: 1, annotation: 0 })
  expect(stack.contents('draft')).toEqual(before)
})

test('a removed operation breaks workflows only if its action is removed', async () => {
  const { '/owners': _, ...paths } = first.paths as Json
  const without = { ...first, paths }
  const [, kept, removed] = await imported(
    'gone',
    [first],
    [without],
    [without, { options: { removed: 'delete', confirm: true } }],
  )
  expect(kept && effects(kept)).toEqual({ listOwners: 'breaking, kept' })
  expect(kept?.counts.impact).toEqual({ breaking: 0, compatible: 0, annotation: 0 })
  expect(removed && effects(removed)).toEqual({ listOwners: 'breaking' })
  expect(await text(stack, removed, 'changelog.md')).toContain('## Breaking\n\n### Owners\n\n- `listOwners`')
})

test('a filter is not a change of the document', async () => {
  const [, filtered] = await imported('filtered', [first], [first, { options: { excludeTag: ['Owners'] } }])
  expect(filtered && effects(filtered)).toEqual({})
})

test('an operation that can not be read is not removed', async () => {
  const broken = { ...first, paths: { ...(first.paths as Json), '/owners': 'nothing' } }
  const [, report] = await imported('unread', [first], [broken, { options: { removed: 'delete' } }])
  expect(report && effects(report)).toEqual({})
})

/** Returns the stored content of a connector. */
const contentOf = async (connector: string): Promise<string> => {
  let content = ''
  await stack.editContent(connector, stored => {
    content = stored
    return stored
  })
  return content
}

test.for([
  { name: 'older than the ledger', of: 'older' },
  { name: 'of another connector', of: 'other' },
])('content that is $name gives no effects, and the next import is classified', async ({ of }) => {
  await imported('other', [release('1', { required: ['name'], description: 'Other' })])
  await imported(of === 'other' ? 'swapped' : of, [first])
  const connector = of === 'other' ? 'swapped' : of
  const foreign = await contentOf(of)
  await stack.run(connector, breaking)
  await stack.editContent(connector, () => foreign)
  const report = await stack.run(connector, first)
  expect(effects(report)).toEqual({})
  expect(report.counts.impact).toBeUndefined()
  expect(report.diagnostics.map(({ code }) => code)).toContain('release-unclassified')
  expect(effects(await stack.run(connector, breaking))).toMatchObject({ Pet: 'breaking', listPets: 'breaking' })
})

/** Imports a release twice, and puts the content of the first one beside the ledger of the second. */
const withOlderContent = async (connector: string): Promise<void> => {
  await imported(connector, [first])
  const older = await contentOf(connector)
  await stack.run(connector, breaking)
  await stack.editContent(connector, () => older)
}

test('a release that can not be classified counts as breaking', async () => {
  await withOlderContent('unclassified')
  const planned = await stack.run('unclassified', first, { options: { dryRun: true, onBreaking: 'refuse' } })
  expect(planned.outcome).toBe('planned')
  expect(planned.diagnostics).toMatchObject([
    { code: 'breaking-changes', message: expect.stringContaining("The changes can't be classified.") },
    { code: 'release-unclassified' },
  ])
  const refused = await stack.run('unclassified', first, { options: { onBreaking: 'refuse' } })
  expect(refused).toMatchObject({ outcome: 'refused', reason: expect.stringContaining("can't be classified") })
  const drafted = await stack.run('unclassified', first, { options: { onBreaking: 'draft' } })
  expect(drafted).toMatchObject({ outcome: 'succeeded', target: { version: 'v1-r2' } })
  expect(drafted.diagnostics.map(({ message }) => message)).toContainEqual(
    expect.stringContaining('The changes can\'t be classified: imported into the new draft "v1-r2"'),
  )
  const next = await stack.run('unclassified', breaking, { options: { onBreaking: 'refuse' } })
  expect(next.reason).toContain('The release breaks workflows')
})
