import { makePlan, type Planned, type PlanOptions } from '../conversion/make-plan.ts'
import { classify, type ItemChange, type ReleaseChanges } from './classify.ts'
import { type ConnectionPart, partsOf } from './connection-parts.ts'
import { type ChangeCounts, countChanges } from './counts.ts'
import { type Release, releaseOf } from './release.ts'

type Problem = Extract<Planned, { ok: false }>['problem']

/** Parsed files of a document. */
export type ParsedDocument = {
  readonly files: Parameters<typeof makePlan>[0]
  readonly rootFile: string
  readonly facts?: PlanOptions['facts']
}

/** Changed item as JSON. */
export type DiffItem = ItemChange & {
  readonly item: 'action' | 'trigger' | 'definition' | ConnectionPart
  /** Empty for a part of the connection. */
  readonly name: string
  /** Method and path of the document; absent for a definition. */
  readonly method?: string
  readonly path?: string
}

/** Differences of two documents. */
export type DocumentDiff = {
  readonly before: DocumentInfo
  readonly after: DocumentInfo
  readonly counts: ChangeCounts
  readonly items: readonly DiffItem[]
}

type DocumentInfo = { readonly title: string; readonly version: string }

export type DiffResult =
  | {
      readonly ok: true
      readonly diff: DocumentDiff
      /** For a changelog. */
      readonly releases: { readonly before: Release; readonly after: Release }
      readonly changes: ReleaseChanges
    }
  /** One of the documents can't be converted. */
  | { readonly ok: false; readonly side: 'before' | 'after'; readonly problem: Problem }

/** Compares two documents without a platform: plans both with the same options, and classifies the changes. */
export function diffDocuments(before: ParsedDocument, after: ParsedDocument, options: PlanOptions = {}): DiffResult {
  const [a, b] = [planned(before, options), planned(after, options)]
  if (!a.ok) return { ok: false, side: 'before', problem: a.problem }
  if (!b.ok) return { ok: false, side: 'after', problem: b.problem }
  const releases = { before: releaseOf(a.plan), after: releaseOf(b.plan) }
  const changes = classify(releases.before, releases.after)
  const diff = {
    before: infoOf(a),
    after: infoOf(b),
    counts: countChanges(changes),
    items: diffItems(releases, changes),
  }
  return { ok: true, diff, releases, changes }
}

const planned = ({ files, rootFile, facts }: ParsedDocument, options: PlanOptions): Planned =>
  makePlan(files, rootFile, { ...options, ...(facts !== undefined && { facts }) })

type Success = Extract<Planned, { ok: true }>

const infoOf = ({ plan: { document } }: Success): DocumentInfo => ({ title: document.title, version: document.version })

const diffItems = (
  { before, after }: { readonly before: Release; readonly after: Release },
  { actions, triggers, definitions, connection }: ReleaseChanges,
): DiffItem[] => {
  const operations = (item: 'action' | 'trigger', changes: ReadonlyMap<string, ItemChange>): DiffItem[] =>
    [...changes].map(([name, change]) => {
      const { method, path } = after[`${item}s`].get(name) ?? before[`${item}s`].get(name) ?? {}
      return { item, name, ...(method !== undefined && { method }), ...(path !== undefined && { path }), ...change }
    })
  return [
    ...partsOf(connection).map(({ part, value }): DiffItem => ({ item: part, name: '', ...value })),
    ...operations('action', actions),
    ...operations('trigger', triggers),
    ...[...definitions].map(([name, change]): DiffItem => ({ item: 'definition', name, ...change })),
  ]
}
