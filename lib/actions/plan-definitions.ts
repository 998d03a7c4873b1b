import type { Diagnostic } from '../diagnostic.ts'
import { type Context, report } from '../openapi/context.ts'
import { pointerOf } from '../openapi/place.ts'
import { quote } from '../openapi/quote.ts'
import type { Files } from '../openapi/reference.ts'
import { asMapping, own } from '../openapi/value.ts'
import { claimNames, nameDefinitions } from './definition-names.ts'
import { groupRequests, type RequestLimits } from './definition-requests.ts'
import type { Draft, Drafts } from './definitions.ts'
import { dependencyOrder } from './dependency-order.ts'
import type { PlannedDefinition } from './plan.ts'
import { type Schema, type Translation, translateSchema } from './schema.ts'
import { clean, MAX_DESCRIPTION, shorten } from './text.ts'

type Link = { readonly into: Schema; readonly key: string; readonly to: Draft }
type Translated = {
  readonly draft: Draft
  readonly schema: Schema
  readonly links: readonly Link[]
  readonly problems: Diagnostic[]
}

export type PlannedDefinitions = {
  readonly definitions: PlannedDefinition[]
  readonly requests: number[]
}

/** Translates every draft once, settles the labels, and orders the definitions so that each stands behind what it needs. */
export const planDefinitions = (
  context: Context,
  files: Files,
  drafts: Drafts,
  limits: RequestLimits,
  maxDefinitions: number,
): PlannedDefinitions => {
  const rootFile = context.document.at.file
  const translated: Translated[] = []
  // The list grows while schemas refer to further ones.
  for (const draft of drafts.all) {
    if (translated.length >= maxDefinitions) break
    translated.push(translateDraft(context, drafts, draft))
  }
  const names = nameDefinitions(drafts.all, claimNames(files, rootFile))
  for (const [draft, name] of names) draft.label.name = name
  const byDraft = new Map(translated.map(item => [item.draft, item]))
  // Sorted by name first, so that the order of the document does not show.
  const sorted = [...translated].sort((a, b) => compare(nameOf(a), nameOf(b)))
  const groups = dependencyOrder(sorted, ({ links }) => links.flatMap(link => byDraft.get(link.to) ?? []))
  const planned = groups.map(group => group.map(finish))
  return { definitions: planned.flat(), requests: groupRequests(planned, limits) }
}

const nameOf = ({ draft }: Translated): string => draft.label.name

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const translateDraft = (context: Context, drafts: Drafts, draft: Draft): Translated => {
  const links: Link[] = []
  const problems: Diagnostic[] = []
  if (draft.base !== undefined) {
    const schema: Schema = { $ref: '' }
    return { draft, schema, links: [{ into: schema, key: '$ref', to: draft.base }], problems }
  }
  const translation: Translation = {
    dialect: context.dialect,
    problems,
    link: (ref, from, into, key) => {
      const found = drafts.forReference(ref, from)
      if ('problem' in found) {
        problems.push(found.problem)
        return false
      }
      // Reserves the key's place, so that the text's order is the schema's.
      into[key] = ''
      links.push({ into, key, to: found })
      return true
    },
    componentReference: (name, from) =>
      from.file === context.document.at.file ? componentReference(context, name) : undefined,
  }
  const loop = draft.schema && context.resolver.follow(draft.schema)
  if (loop !== undefined && !loop.ok) {
    problems.push(loop.problem)
    return { draft, schema: {}, links, problems }
  }
  const schema = draft.schema === undefined ? {} : translateSchema(translation, draft.schema.value, draft.schema.at)
  return { draft, schema: schema === false ? { not: {} } : schema === true ? {} : schema, links, problems }
}

/** Discriminator Object: a mapping's value may be the name of a component. */
const componentReference = ({ document, dialect }: Context, name: string): string | undefined => {
  const components = dialect === '2.0' ? document.value : asMapping(own(document.value, 'components'))
  const schemas = asMapping(components && own(components, dialect === '2.0' ? 'definitions' : 'schemas'))
  if (schemas === undefined || own(schemas, name) === undefined) return undefined
  const token = name.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('%', '%25')
  return `#/${dialect === '2.0' ? 'definitions' : 'components/schemas'}/${token}`
}

const finish = ({ draft, schema, links, problems }: Translated): PlannedDefinition => {
  const references = new Set<string>()
  for (const { into, key, to } of links) {
    const { name } = to.label
    into[key] = `#/$defs/${name}`
    references.add(name)
  }
  if (draft.kind === 'component') reportRename(draft, problems)
  const description = typeof schema.description === 'string' ? shorten(clean(schema.description), MAX_DESCRIPTION) : ''
  return {
    name: draft.label.name,
    accept: draft.accept,
    ...(description !== '' && { description }),
    content: JSON.stringify(schema),
    references: [...references],
    pointer: pointerOf(draft.at),
    problems,
  }
}

const reportRename = ({ label, wish, at }: Draft, problems: Diagnostic[]): void => {
  if (wish !== label.name)
    report(
      problems,
      'info',
      'name-changed',
      at,
      `${quote(wish)} is not legal as a name, too long or not unique; it became ${label.name}.`,
    )
}
