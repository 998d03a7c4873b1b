import type { Operation } from '../openapi/model.ts'
import type { ConvertedParameter } from './parameter.ts'
import { parameterNote } from './parameter-note.ts'
import { clean, MAX_DESCRIPTION, MAX_SUMMARY, oneLine, shorten } from './text.ts'

export const summaryOf = ({ summary }: Operation): string | undefined => {
  const text = summary === undefined ? '' : shorten(oneLine(summary), MAX_SUMMARY)
  return text === '' ? undefined : text
}

/** The operation's description, and behind it what an action has no field for: deprecation, docs, parameters. */
export const descriptionOf = (operation: Operation, parameters: readonly ConvertedParameter[]): string | undefined => {
  const { externalDocs, body } = operation
  const notes = parameters.map(parameterNote).filter(note => note !== undefined)
  const text = [
    clean(operation.description ?? ''),
    operation.deprecated ? '**Deprecated.**' : '',
    externalDocs === undefined ? '' : seeAlso(externalDocs),
    body?.description === undefined ? '' : `**Body:** ${oneLine(body.description)}`,
    notes.length === 0 ? '' : `**Parameters**\n${notes.join('\n')}`,
  ]
    .filter(part => part !== '')
    .join('\n\n')
  return text === '' ? undefined : shorten(text, MAX_DESCRIPTION)
}

const seeAlso = ({ url, description }: NonNullable<Operation['externalDocs']>): string =>
  `See ${description === undefined ? '' : `${oneLine(description)}: `}${oneLine(url)}`
