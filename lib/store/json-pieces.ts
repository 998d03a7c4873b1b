/** Least length of a piece in characters, so that few are passed on. */
const PIECE = 64 * 1024

/**
 * Writes a value as JSON in pieces: together, the same string as of `JSON.stringify`. Of a plan, that string alone takes about as
 * much memory as the document.
 */
export function* jsonPieces(value: unknown): Generator<string> {
  let piece = ''
  for (const part of partsOf(value)) {
    piece += part
    if (piece.length < PIECE) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

/** Splits an object at its fields, and their arrays at the items. */
function* partsOf(value: unknown): Generator<string> {
  if (!isPlainObject(value)) {
    yield JSON.stringify(value)
    return
  }
  let before = '{'
  for (const [key, item] of Object.entries(value)) {
    const text = Array.isArray(item) ? undefined : JSON.stringify(item)
    if (text === undefined && !Array.isArray(item)) continue
    yield `${before}${JSON.stringify(key)}:`
    before = ','
    if (text !== undefined) yield text
    else yield* itemsOf(item)
  }
  yield before === '{' ? '{}' : '}'
}

function* itemsOf(items: readonly unknown[]): Generator<string> {
  let before = '['
  for (const item of items) {
    yield before + (JSON.stringify(item) ?? 'null')
    before = ','
  }
  yield before === '[' ? '[]' : ']'
}

const isPlainObject = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  Object.getPrototypeOf(value) === Object.prototype &&
  !('toJSON' in value)
