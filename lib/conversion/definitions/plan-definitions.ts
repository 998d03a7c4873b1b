import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { nameChanged } from '../../diagnostics/kinds/operations.ts'
import type { LimitDiagnostics } from '../../diagnostics/limit.ts'
import { report } from '../../diagnostics/report.ts'
import { displayPointer, type Located } from '../../json/location.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { RepeatedKeys } from '../../openapi/objects/unread.ts'
import type { Limits } from '../../openapi/parse/limits.ts'
import { componentReference } from '../../openapi/references/component-reference.ts'
import { dependencyOrder } from '../../util/dependency-order.ts'
import { lostContent } from '../lost-content.ts'
import { definitionNameProblem } from '../naming/legal-name.ts'
import type { ReservedNames } from '../naming/reserved-names.ts'
import type { LostContent, PlannedDefinition } from '../plan.ts'
import { reportNotASchema } from '../schemas/not-a-schema.ts'
import { createSubtypes, type FindSubtypes } from '../schemas/subtypes.ts'
import { translateSchema } from '../schemas/translate-schema.ts'
import type { Schema, Translation } from '../schemas/translation.ts'
import { clean, MAX_DESCRIPTION, withinLimit } from '../text.ts'
import { packRequests, type RequestLimits } from './batches.ts'
import { nameDerived } from './definition-names.ts'
import type { Draft, Drafts } from './drafts.ts'

type Translated = {
  readonly draft: Draft
  /** Definitions that it refers to, in order of appearance. */
  readonly uses: ReadonlySet<Draft>
  /** Schema as JSON, written at once: as objects, all schemas take more memory than everything else. */
  readonly content: string | Unsettled
  readonly description: unknown
  readonly lost: LostContent | undefined
  readonly problems: Diagnostic[]
}
/** Schema with references to definitions that have no name yet. */
type Unsettled = { readonly schema: Schema; readonly links: readonly Link[] }
type Link = { readonly into: Schema; readonly key: string; readonly to: Draft }

export type PlannedDefinitions = {
  readonly definitions: PlannedDefinition[]
  readonly requests: number[]
  /** Approximate bytes of all schemas. */
  readonly bytes: number
}

export type DefinitionsOptions = {
  /** Media types of the definitions that others refer to. */
  readonly baseMediaTypes: readonly string[]
  readonly drafts: Drafts
  readonly reserved: ReservedNames
  readonly limits: Limits
  readonly requestLimits: RequestLimits
  readonly limitProblems: LimitDiagnostics
  readonly repeated: RepeatedKeys
}

/** Translates every draft once, settles the names, and packs the definitions: each one follows those that it refers to, or is in the same request. */
export function planDefinitions(
  context: Context,
  { baseMediaTypes, drafts, reserved, limits, requestLimits, limitProblems, repeated }: DefinitionsOptions,
): PlannedDefinitions {
  const { definitions: maxDefinitions, totalBytes } = limits
  const translated: Translated[] = []
  const subtypesOf = createSubtypes(context)
  let bytes = 0
  // The list grows while schemas refer to further ones.
  for (const draft of drafts.all) {
    // Past a limit, the rest does not matter.
    if (translated.length > maxDefinitions || bytes > totalBytes) break
    const item = translateDraft(context, { drafts, subtypesOf, repeated }, draft)
    limitProblems(item.problems, displayPointer(draft.at))
    bytes += typeof item.content === 'string' ? item.content.length : 0
    translated.push(item)
  }
  nameDerived(drafts.all, reserved)
  const byDraft = new Map(translated.map(item => [item.draft, item]))
  // Sorted by name first, so that the order of the document does not show.
  const sorted = [...translated].sort((a, b) => compare(nameOf(a), nameOf(b)))
  const groups = dependencyOrder(sorted, ({ uses }) => [...uses].flatMap(draft => byDraft.get(draft) ?? []))
  const planned = groups.map(group => group.map(item => finish(item, baseMediaTypes)))
  return { ...packRequests(planned, requestLimits), bytes }
}

const nameOf = ({ draft }: Translated): string => draft.label.name

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

type Shared = { readonly drafts: Drafts; readonly subtypesOf: FindSubtypes; readonly repeated: RepeatedKeys }

const translateDraft = (context: Context, { drafts, subtypesOf, repeated }: Shared, draft: Draft): Translated => {
  const uses = new Set<Draft>()
  const links: Link[] = []
  const problems: Diagnostic[] = []
  const put = (into: Schema, key: string, to: Draft): void => {
    uses.add(to)
    // Even an empty text reserves the key's place, so that the text's order is the schema's.
    into[key] = linkTo(to)
    if (to.label.name === '') links.push({ into, key, to })
  }
  const translation: Translation = {
    dialect: context.dialect,
    problems,
    resolver: context.resolver,
    leftOut: context.omissions,
    link: (ref, from, into, key) => {
      const found = drafts.forReference(ref, from)
      if ('problem' in found) {
        problems.push(found.problem)
        return false
      }
      put(into, key, found)
      return true
    },
    subtypesOf,
    componentReference: (name, file) => componentReference(context.resolver, context.document.at.file, { name, file }),
  }
  const schema = schemaOf(context, translation, draft, put)
  const content = links.length === 0 ? JSON.stringify(schema) : { schema, links }
  return {
    draft,
    uses,
    content,
    description: schema.description,
    lost: lostContent(problems, context.document.at.file, repeated, () => [draft.schema?.at ?? draft.at]),
    problems,
  }
}

const schemaOf = (
  context: Context,
  translation: Translation,
  { base, schema }: Draft,
  put: (into: Schema, key: string, to: Draft) => void,
): Schema => {
  const out: Schema = {}
  if (base !== undefined) put(out, '$ref', base)
  if (schema === undefined || reportNotASchema(translation, schema)) return out
  const translated = translateSchema(endless(context, translation, schema), schema.value, schema.at)
  return translated === false ? { not: {} } : translated === true ? {} : translated
}

/** Reports a circular reference and stops it from being linked; its siblings still count. */
const endless = ({ resolver }: Context, translation: Translation, schema: Located): Translation => {
  const end = resolver.follow(schema)
  if (end.ok || end.problem.code !== 'reference-loop') return translation
  translation.problems.push(end.problem)
  const link: Translation['link'] = (ref, from, ...into) => from !== schema.at && translation.link(ref, from, ...into)
  return { ...translation, link }
}

const linkTo = ({ label }: Draft): string => (label.name === '' ? '' : `#/$defs/${label.name}`)

const finish = (
  { draft, uses, content, description: stated, lost, problems }: Translated,
  baseMediaTypes: readonly string[],
): PlannedDefinition => {
  if (draft.kind === 'component') reportRename(draft, problems)
  const text = typeof stated === 'string' ? clean(stated) : ''
  const description = withinLimit(problems, {
    at: draft.at,
    subject: 'The description',
    text,
    limit: MAX_DESCRIPTION,
  })
  return {
    name: draft.label.name,
    accept: draft.accept ?? baseMediaTypes,
    ...(description !== '' && { description }),
    content: typeof content === 'string' ? content : settle(content),
    references: Array.from(uses, ({ label }) => label.name),
    ...(lost && { lost }),
    pointer: displayPointer(draft.at),
    problems,
  }
}

const settle = ({ schema, links }: Unsettled): string => {
  for (const { into, key, to } of links) into[key] = linkTo(to)
  return JSON.stringify(schema)
}

const reportRename = ({ label, wish, at }: Draft, problems: Diagnostic[]): void => {
  const { base } = wish
  if (typeof base !== 'string' || base === label.name) return
  report(problems, nameChanged[definitionNameProblem(base)]('Schema', base, label.name), at)
}
