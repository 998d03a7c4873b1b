import { diffTokens, diffWords, type Part } from './word-diff.ts'

/** Start and end of a part of a text; an empty range is where the other side has more. */
export type Range = readonly [start: number, end: number]

/** A value as text, and the parts of the text that the other side lacks. */
export type Side = { readonly text: string; readonly changed: readonly Range[] }

/** Compares two values: strings by word, arrays by element, others by their JSON. An undefined value has no side. */
export function compareValues(before: unknown, after: unknown): [Side | undefined, Side | undefined] {
  return compare(before, after, [before, after].every(isPlain))
}

export type ThreeValues = { readonly base?: unknown; readonly platform?: unknown; readonly document?: unknown }
export type ThreeSides = {
  readonly base: Side | undefined
  readonly platform: Side | undefined
  readonly document: Side | undefined
}

/** Compares platform and document with their common base; `changed` of the base is what either of them changed. */
export function compareThree({ base, platform, document }: ThreeValues): ThreeSides {
  const plain = [base, platform, document].every(isPlain)
  const [left, platformSide] = compare(base, platform, plain)
  const [right, documentSide] = compare(base, document, plain)
  const changed = joinRanges([...(left?.changed ?? []), ...(right?.changed ?? [])])
  return { base: left && { text: left.text, changed }, platform: platformSide, document: documentSide }
}

/** Quotes distinguish the string "1" from the number 1; strings alone need none. */
const isPlain = (value: unknown): boolean => value === undefined || typeof value === 'string'

const compare = (before: unknown, after: unknown, plain: boolean): [Side | undefined, Side | undefined] => {
  if (before === undefined || after === undefined) return [sideOf(before, plain), sideOf(after, plain)]
  const [left, right] = [createSide(), createSide()]
  if (Array.isArray(before) && Array.isArray(after)) compareElements(before, after, left, right)
  else addParts(diffWords(textOf(before, plain), textOf(after, plain)), left, right)
  return [left.side(), right.side()]
}

const sideOf = (value: unknown, plain: boolean): Side | undefined =>
  value === undefined ? undefined : { text: textOf(value, plain), changed: [] }

const textOf = (value: unknown, plain: boolean): string =>
  plain ? String(value) : (JSON.stringify(value, undefined, 2) ?? '')

type SideBuilder = {
  readonly add: (text: string) => void
  readonly addChanged: (text: string) => void
  readonly side: () => Side
}

const createSide = (): SideBuilder => {
  let text = ''
  const changed: Range[] = []
  return {
    add: more => {
      text += more
    },
    addChanged: more => {
      changed.push([text.length, text.length + more.length])
      text += more
    },
    side: () => ({ text, changed: joinRanges(changed) }),
  }
}

const addParts = (parts: readonly Part<string>[], left: SideBuilder, right: SideBuilder): void => {
  for (const { kind, content } of parts) {
    if (kind === 'same') {
      left.add(content)
      right.add(content)
    } else {
      left.addChanged(kind === 'removed' ? content : '')
      right.addChanged(kind === 'added' ? content : '')
    }
  }
}

/** Writes both arrays with one line or block per element. */
const compareElements = (
  before: readonly unknown[],
  after: readonly unknown[],
  left: SideBuilder,
  right: SideBuilder,
): void => {
  const [addLeft, addRight] = [startArray(left, before.length), startArray(right, after.length)]
  let removed: readonly string[] = []
  const flush = (added: readonly string[]) => {
    addDifferent(removed, added, addLeft, addRight)
    if (removed.length === 0 && added.length > 0) left.addChanged('')
    if (added.length === 0 && removed.length > 0) right.addChanged('')
    removed = []
  }
  for (const { kind, content } of diffTokens(before.map(elementText), after.map(elementText))) {
    if (kind === 'removed') removed = content
    else flush(kind === 'added' ? content : [])
    if (kind !== 'same') continue
    for (const text of content) for (const add of [addLeft, addRight]) add(side => side.add(text))
  }
  flush([])
  for (const side of [left, right]) side.add('\n]')
}

type AddElement = (add: (side: SideBuilder) => void) => void

/** Starts an array; the function that it returns adds an element with its comma. */
const startArray = (side: SideBuilder, length: number): AddElement => {
  let count = 0
  side.add('[')
  return add => {
    side.add('\n  ')
    add(side)
    if (++count < length) side.add(',')
  }
}

/** Adds the elements that differ; one that replaces another is compared by word. */
const addDifferent = (
  removed: readonly string[],
  added: readonly string[],
  addLeft: AddElement,
  addRight: AddElement,
): void => {
  for (let i = 0; i < Math.max(removed.length, added.length); i++) {
    const [before, after] = [removed[i], added[i]]
    if (before !== undefined && after !== undefined)
      addLeft(left => addRight(right => addParts(diffWords(before, after), left, right)))
    else if (before !== undefined) addLeft(left => left.addChanged(before))
    else if (after !== undefined) addRight(right => right.addChanged(after))
  }
}

const elementText = (element: unknown): string =>
  (JSON.stringify(element, undefined, 2) ?? 'null').replaceAll('\n', '\n  ')

/** Sorts ranges and joins those that overlap or touch. */
const joinRanges = (ranges: readonly Range[]): Range[] => {
  const joined: Range[] = []
  for (const [start, end] of ranges.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = joined.at(-1)
    if (last !== undefined && start <= last[1]) joined[joined.length - 1] = [last[0], Math.max(last[1], end)]
    else joined.push([start, end])
  }
  return joined
}
