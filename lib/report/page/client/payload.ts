import { indentJson } from '../../values/indent-json.ts'
import { find, make } from './elements.ts'

/** Payloads of the chunk that was parsed last, with the position of the first. */
let chunk: { readonly first: number; readonly payloads: readonly unknown[] } | undefined

/** Returns a payload as indented JSON. */
export function payloadText(position: number): string {
  return JSON.stringify(payloadAt(position), undefined, 2)
}

/** Makes the part that shows a payload, which is read when it is opened. */
export function payloadPart(position: number): HTMLElement {
  const details = make('details', { class: 'payload' }, make('summary', {}, 'Payload'))
  details.addEventListener('toggle', () => details.append(...shownPayload(payloadAt(position))), { once: true })
  return details
}

/** Shows the schema of a definition as JSON of its own: a string of JSON in JSON can't be read. */
const shownPayload = (payload: unknown): HTMLElement[] => {
  const content = schemaContent(payload)
  const text = JSON.stringify(payload, undefined, 2)
  if (content === undefined) return [make('pre', {}, text)]
  const rest = JSON.stringify(payload, (key, value) => (key === 'content' && value === content ? '…' : value), 2)
  return [make('pre', {}, rest), make('p', {}, 'schema.content:'), make('pre', {}, indentJson(content))]
}

const schemaContent = (payload: unknown): string | undefined => {
  const { schema } = payload as { readonly schema?: { readonly content?: unknown } }
  return typeof schema?.content === 'string' ? schema.content : undefined
}

const payloadAt = (position: number): unknown => {
  if (chunk === undefined || position < chunk.first || position >= chunk.first + chunk.payloads.length)
    chunk = parseChunk(position)
  return chunk.payloads[position - chunk.first]
}

const parseChunk = (position: number): NonNullable<typeof chunk> => {
  const elements = [...document.querySelectorAll<HTMLElement>('script.payloads')]
  const element = elements.findLast(({ dataset }) => Number(dataset.first) <= position) ?? find('script.payloads')
  return { first: Number(element.dataset.first), payloads: JSON.parse(element.textContent) }
}
