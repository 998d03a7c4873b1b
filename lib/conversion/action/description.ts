import { textShortened } from '../../diagnostics/kinds/operations.ts'
import { report } from '../../diagnostics/report.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { Operation } from '../../openapi/objects/model.ts'
import type { ConvertedParameter } from '../parameters/operation-context.ts'
import { noteOnce, type OperationContext } from '../parameters/operation-context.ts'
import { objectNote, parameterNote } from '../parameters/parameter-note.ts'
import { clean, cleanedFor, ifOnlyBegun, MAX_DESCRIPTION, MAX_SUMMARY, oneLine, withinLimit } from '../text.ts'

export function summaryOf({ problems }: Context, { summary, at }: Operation): string | undefined {
  if (summary === undefined) return undefined
  const line = cleanedFor(MAX_SUMMARY, summary, oneLine)
  const text = withinLimit(problems, {
    at,
    subject: 'The summary',
    text: line,
    limit: MAX_SUMMARY,
    whole: ifOnlyBegun(MAX_SUMMARY, summary),
  })
  return text === '' ? undefined : text
}

/**
 * Returns the operation's description, followed by facts that an action or trigger has no field for: origin, deprecation,
 * docs, parameters.
 */
export function descriptionOf(
  context: OperationContext,
  operation: Operation,
  parameters: readonly ConvertedParameter[],
  origin: string,
): string | undefined {
  const { problems } = context
  const { externalDocs, body } = operation
  const parts: Parts = {
    description: cleanedFor(MAX_DESCRIPTION, operation.description ?? '', clean),
    origin,
    deprecation: operation.deprecated ? '**Deprecated.**' : '',
    docs: externalDocs === undefined ? '' : seeAlso(externalDocs),
    body: body?.description === undefined ? '' : `**Body:** ${cleanedFor(MAX_DESCRIPTION, body.description, oneLine)}`,
    notes: parameters.flatMap((parameter, i) => [
      ...objectNoteOf(context, parameter, parameters[i - 1]),
      ...noteOf(context, parameter),
    ]),
  }
  const text = join(parts)
  if (text.length > MAX_DESCRIPTION) return join(shortenParts(problems, operation, parts))
  return text === '' ? undefined : text
}

const noteOf = (context: OperationContext, parameter: ConvertedParameter): string[] => {
  const note =
    parameter.source === undefined || parameter.pattern !== undefined
      ? parameterNote(context.problems, parameter)
      : noteOnce(context, parameter, ({ problems }) => parameterNote(problems, parameter))
  return note === undefined ? [] : [note]
}

/** Returns the note of an object before the first of its properties. */
const objectNoteOf = (
  { problems }: OperationContext,
  { source }: ConvertedParameter,
  before: ConvertedParameter | undefined,
): string[] => {
  const whole = source?.propertyOf
  const note = whole === undefined || before?.source?.propertyOf === whole ? undefined : objectNote(problems, whole)
  return note === undefined ? [] : [note]
}

type Parts = {
  readonly description: string
  readonly origin: string
  readonly deprecation: string
  readonly docs: string
  readonly body: string
  /** Notes on the parameters, one line each. */
  readonly notes: readonly string[]
}

const join = ({ description, origin, deprecation, docs, body, notes }: Parts): string =>
  [description, origin, deprecation, docs, body, notes.length === 0 ? '' : `**Parameters**\n${notes.join('\n')}`]
    .filter(part => part !== '')
    .join('\n\n')

/** Length that each part may always have. */
const SHARE = MAX_DESCRIPTION / 4

/** Shortens the description first, since the other parts are only here in an action; then removes the last notes. */
const shortenParts = (problems: Context['problems'], operation: Operation, parts: Parts): Parts => {
  const { at, body, externalDocs } = operation
  const docs = withinLimit(problems, {
    at,
    subject: 'The reference to the external docs',
    text: parts.docs,
    limit: SHARE,
    whole: begun(externalDocs && longest(externalDocs)),
  })
  const bodyText = withinLimit(problems, {
    at: body?.at ?? at,
    subject: 'The description of the body',
    text: parts.body,
    limit: SHARE,
    whole: begun(body?.description),
  })
  const behind = { ...parts, docs, body: bodyText }
  // A description of one character gives the length of the others.
  const room = Math.max(SHARE, MAX_DESCRIPTION + 1 - join({ ...behind, description: '.' }).length)
  const description = withinLimit(problems, {
    at,
    subject: 'The description',
    text: parts.description,
    limit: room,
    whole: begun(operation.description),
  })
  const notes = notesWithin(
    problems,
    operation,
    parts.notes,
    MAX_DESCRIPTION - join({ ...behind, description, notes: [] }).length,
  )
  return { ...behind, description, notes }
}

/** Returns as many whole notes as fit. */
const notesWithin = (
  problems: Context['problems'],
  { at }: Operation,
  notes: readonly string[],
  room: number,
): readonly string[] => {
  const rest = (count: number): string => `\n- … and ${count} more`
  let length = '\n\n**Parameters**\n'.length + notes.join('\n').length
  if (length <= room) return notes
  let kept = notes.length
  while (kept > 0 && length + rest(notes.length).length > room) {
    kept--
    length -= (notes[kept] ?? '').length + '\n'.length
  }
  const left = notes.length - kept
  report(problems, textShortened.notes(left, notes.length), at)
  return [...notes.slice(0, kept), rest(left).trimStart()]
}

const seeAlso = ({ url, description }: NonNullable<Operation['externalDocs']>): string =>
  `See ${description === undefined ? '' : `${docsText(description)}: `}${docsText(url)}`

/** Returns the whole string if a part holds only its beginning. */
const begun = (text: string | undefined): string | undefined => ifOnlyBegun(MAX_DESCRIPTION, text)

const docsText = (text: string): string => cleanedFor(MAX_DESCRIPTION, text, oneLine)

const longest = ({ url, description = '' }: NonNullable<Operation['externalDocs']>): string =>
  description.length > url.length ? description : url
