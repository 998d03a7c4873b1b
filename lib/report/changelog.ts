import { changelog } from '../release/changelog.ts'
import type { ItemChange } from '../release/classify.ts'
import type { ReleaseOperation } from '../release/release.ts'
import { documentTitle, type Report } from './report.ts'

/** Returns the changes of a report as Markdown; undefined if there are none, or if their effects are not known. */
export function reportChangelog(report: Report): string | undefined {
  const { actions, triggers, definitions, connection = {} } = report
  const items = { actions: changesOf(actions), triggers: changesOf(triggers), definitions: changesOf(definitions) }
  const parts = Object.keys(connection).length
  if (parts === 0 && Object.values(items).every(({ size }) => size === 0)) return undefined
  const operations = { actions: operationsOf(actions), triggers: operationsOf(triggers), definitions: new Map() }
  const changes = { ...items, connection }
  return changelog({ before: operations, after: operations }, changes, { title: documentTitle(report.document) })
}

type Item = Report['definitions'][number]

const changesOf = (items: readonly Item[]): Map<string, ItemChange> =>
  new Map(
    items.flatMap(({ name, impact, status }) =>
      impact === undefined ? [] : [[name, { ...impact, ...(status === 'failed' && { kept: true as const }) }]],
    ),
  )

const operationsOf = (items: Report['actions']): Map<string, ReleaseOperation> =>
  new Map(
    items.map(({ name, method, path, pointer, tag }) => [
      name,
      { method, path, pointer, ...(tag !== undefined && { tag }) },
    ]),
  )
