/** Least length of a piece in characters, so that few are passed on. */
const PIECE = 64 * 1024

/**
 * Writes a value as JSON in pieces: together, the same string as of `JSON.stringify`. Of a plan, that string alone takes about as
 * much memory as the document.
 * @param space number of spaces by which each level is indented
 */
export function* jsonPieces(value: unknown, space = 0): Generator<string> {
  let piece = ''
  for (const part of partsOf(value, space)) {
    piece += part
    if (piece.length < PIECE) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

/** Splits an object at its fields, and their arrays at the items. */
function* partsOf(value: unknown, space: number): Generator<string> {
  if (!isPlainObject(value)) {
    yield JSON.stringify(value, undefined, space)
    return
  }
  const colon = space === 0 ? ':' : ': '
  let before = '{'
  for (const [key, item] of Object.entries(value)) {
    const text = Array.isArray(item) ? undefined : textAt(1, item, space)
    if (text === undefined && !Array.isArray(item)) continue
    yield `${before}${lineAt(1, space)}${JSON.stringify(key)}${colon}`
    before = ','
    if (text !== undefined) yield text
    else yield* itemsOf(item, space)
  }
  yield before === '{' ? '{}' : `${lineAt(0, space)}}`
}

function* itemsOf(items: readonly unknown[], space: number): Generator<string> {
  let before = '['
  for (const item of items) {
    yield `${before}${lineAt(2, space)}${textAt(2, item, space) ?? 'null'}`
    before = ','
  }
  yield before === '[' ? '[]' : `${lineAt(1, space)}]`
}

const lineAt = (depth: number, space: number): string => (space === 0 ? '' : `\n${' '.repeat(depth * space)}`)

/** Returns a value at a depth as JSON. A string in JSON has no line break, so each one begins a line. */
const textAt = (depth: number, value: unknown, space: number): string | undefined => {
  const text: string | undefined = JSON.stringify(value, undefined, space)
  return space === 0 ? text : text?.replaceAll('\n', lineAt(depth, space))
}

const isPlainObject = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  Object.getPrototypeOf(value) === Object.prototype &&
  !('toJSON' in value)
