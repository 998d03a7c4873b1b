import type { ReportedDefinition } from '../report.ts'
import { indentJson } from '../values/indent-json.ts'
import { lineOf, printable, type StyledLine } from './styled-line.ts'

const INDENT = ' '.repeat(8)

/** Shows the payload of an item that is created or updated, as JSON. */
export function payloadLines({ change, payload }: ReportedDefinition): StyledLine[] {
  if (change !== 'create' && change !== 'update') return []
  if (payload === undefined)
    return [lineOf(`${INDENT}payload: omitted, since all payloads together are too large`, 'quiet')]
  return [
    lineOf(`${INDENT}payload:`, 'quiet'),
    ...payloadText(payload)
      .split('\n')
      .map(line => lineOf(`${INDENT}  ${printable(line)}`)),
  ]
}

/** Formats a payload as JSON. The schema of a definition follows as JSON of its own: a string of JSON in JSON is hard to read. */
const payloadText = (payload: unknown): string => {
  const { schema } = payload as { readonly schema?: { readonly content?: unknown } }
  const content = schema?.content
  if (typeof content !== 'string') return JSON.stringify(payload, undefined, 2)
  const rest = JSON.stringify(payload, (key, value) => (key === 'content' && value === content ? '…' : value), 2)
  return `${rest}\nschema.content:\n${indentJson(content)}`
}
