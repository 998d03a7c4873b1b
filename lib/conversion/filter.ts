import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { type FilterName, filterUnused } from '../diagnostics/kinds/operations.ts'
import { diagnostic } from '../diagnostics/report.ts'
import type { Operation } from '../openapi/objects/model.ts'
import { nearest } from '../util/nearest.ts'

/** Filter of a document's operations. An empty array sets no condition; an exclusion wins over an inclusion. */
export type Filter = {
  readonly includeTag: readonly string[]
  readonly excludeTag: readonly string[]
  /** Globs: `*` matches any characters but a slash, `**` any characters, `?` one character but a slash. */
  readonly includePath: readonly string[]
  readonly excludePath: readonly string[]
  readonly includeMethod: readonly string[]
  readonly excludeMethod: readonly string[]
  /** By `operationId`. */
  readonly includeOperation: readonly string[]
  readonly excludeOperation: readonly string[]
  readonly skipDeprecated: boolean
}

export const NO_FILTER: Filter = {
  includeTag: [],
  excludeTag: [],
  includePath: [],
  excludePath: [],
  includeMethod: [],
  excludeMethod: [],
  includeOperation: [],
  excludeOperation: [],
  skipDeprecated: false,
}

type Candidate = Pick<Operation, 'tags' | 'path' | 'method' | 'operationId' | 'deprecated'>
type Criterion = {
  readonly name: FilterName
  readonly wanted: string
  readonly matches: (operation: Candidate) => boolean
}

/** Values that operations have and that a filter can select by; a glob is not similar to a path. */
const VALUES: Readonly<Record<string, (operation: Candidate) => readonly string[]>> = {
  Tag: ({ tags }) => tags,
  Method: ({ method }) => [method],
  Operation: ({ operationId }) => (operationId === undefined ? [] : [operationId]),
}

/** Maximum number of filters that a similar value is looked for. */
const MAX_SIMILAR = 5

const criteria = (filter: Filter, kind: 'include' | 'exclude'): Criterion[][] => [
  filter[`${kind}Tag`].map(tag => ({ name: `${kind}Tag`, wanted: tag, matches: ({ tags }) => tags.includes(tag) })),
  filter[`${kind}Path`].map(glob => {
    const pattern = globToRegExp(glob)
    return { name: `${kind}Path`, wanted: glob, matches: ({ path }) => pattern.test(path) }
  }),
  filter[`${kind}Method`].map(name => ({
    name: `${kind}Method`,
    wanted: name,
    matches: ({ method }) => method.toUpperCase() === name.toUpperCase(),
  })),
  filter[`${kind}Operation`].map(id => ({
    name: `${kind}Operation`,
    wanted: id,
    matches: ({ operationId }) => operationId === id,
  })),
]

const WILDCARDS: Readonly<Record<string, string>> = { '/**': '(?:/.*)?', '**': '.*', '*': '[^/]*', '?': '[^/]' }

/** Converts a glob; `/users/**` also matches `/users`. */
const globToRegExp = (glob: string): RegExp => {
  const source = glob
    .split(/(\/\*\*$|\*\*|\*|\?)/)
    .map(part => WILDCARDS[part] ?? part.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&'))
    .join('')
  return new RegExp(`^${source}$`, 's')
}

export type OperationFilter = {
  /** Returns the reason why an operation is skipped; undefined if it is imported. */
  readonly reason: (operation: Candidate) => string | undefined
  /** Returns the reason why an operation that can't be read is skipped; its method and path are known. */
  readonly reasonOfUnread: (operation: Pick<Candidate, 'method' | 'path'>) => string | undefined
  /** Returns a diagnostic for each filter that matched no operation. */
  readonly unused: () => Diagnostic[]
}

/** Returns true for a filter by facts that are outside of the operation itself. */
const isKnown = (name: FilterName): boolean => /Path$|Method$/.test(name)

const subjectOf = ({ name }: Criterion): string => name.replace(/^(include|exclude)/, '')

const skippedBy = ({ name, wanted }: Criterion): string => `Skipped by ${name} ${wanted}.`

const notMatched = ([first]: readonly Criterion[]): string => `Skipped: no ${first?.name} matches.`

/** Prepares a filter for the operations of one document. */
export function createFilter(filter: Filter, pointer: string): OperationFilter {
  const included = criteria(filter, 'include').filter(list => list.length > 0)
  const excluded = criteria(filter, 'exclude').flat()
  const met = new Set<Criterion>()
  /** Values of all operations, by the subject of the filters that are set. */
  const subjects = new Set([...included.flat(), ...excluded].map(subjectOf))
  const values = new Map(
    Object.keys(VALUES).flatMap(subject => (subjects.has(subject) ? [[subject, new Set<string>()]] : [])),
  )
  const meets = (criterion: Criterion, operation: Candidate): boolean => {
    const matches = criterion.matches(operation)
    if (matches) met.add(criterion)
    return matches
  }
  return {
    reason: operation => {
      for (const [subject, seen] of values) for (const value of VALUES[subject]?.(operation) ?? []) seen.add(value)
      // Evaluates every criterion, so that `unused` knows all that matched.
      const [missing] = included.filter(list => list.filter(criterion => meets(criterion, operation)).length === 0)
      const exclusion = excluded.filter(criterion => meets(criterion, operation))[0]
      if (exclusion !== undefined) return skippedBy(exclusion)
      if (missing !== undefined) return notMatched(missing)
      return filter.skipDeprecated && operation.deprecated ? 'Skipped by skipDeprecated.' : undefined
    },
    reasonOfUnread: ({ method, path }) => {
      const operation = { method, path, tags: [], operationId: undefined, deprecated: false }
      const [missing] = included.filter(
        list =>
          list.some(({ name }) => isKnown(name)) && list.filter(criterion => meets(criterion, operation)).length === 0,
      )
      const exclusion = excluded.filter(criterion => isKnown(criterion.name) && meets(criterion, operation))[0]
      if (exclusion !== undefined) return skippedBy(exclusion)
      return missing === undefined ? undefined : notMatched(missing)
    },
    unused: () =>
      [...included.flat(), ...excluded]
        .filter(criterion => !met.has(criterion))
        .map((criterion, i) => {
          const { name, wanted } = criterion
          const similar = i < MAX_SIMILAR ? nearest(wanted, values.get(subjectOf(criterion)) ?? []) : undefined
          return diagnostic(filterUnused.unused(name, wanted, similar), pointer)
        }),
  }
}
