import type { Side } from './compare-values.ts'

/** Part of a text: equal and shown, changed, or equal and folded. */
export type Piece = { readonly kind: 'same' | 'changed' | 'folded'; readonly text: string }

/** Context on each side of a change: lines of a text with many lines, else characters. */
const LINES = 2
const CHARACTERS = 100
/** Minimum size of a folded part, so that a fold saves space. */
const MIN_LINES = 3
const MIN_CHARACTERS = 60

/** Splits a text into its changed parts, their context, and the equal text between them, which can be folded. */
export function foldText({ text, changed }: Side): Piece[] {
  if (changed.length === 0) return text === '' ? [] : [{ kind: 'same', text }]
  const pieces: Piece[] = []
  let end = 0
  changed.forEach(([start, next], i) => {
    pieces.push(...foldEqual(text.slice(end, start), i > 0, true))
    if (next > start) pieces.push({ kind: 'changed', text: text.slice(start, next) })
    end = next
  })
  return [...pieces, ...foldEqual(text.slice(end), true, false)]
}

/** Folds the middle of an equal text; keeps its start if it follows a change, and its end if a change follows. */
const foldEqual = (text: string, follows: boolean, precedes: boolean): Piece[] => {
  const [head, tail] = middleOf(text, follows, precedes)
  const pieces: Piece[] = [
    { kind: 'same', text: text.slice(0, head) },
    { kind: 'folded', text: text.slice(head, tail) },
    { kind: 'same', text: text.slice(tail) },
  ]
  return pieces.filter(piece => piece.text !== '')
}

/** Returns start and end of the part to fold; an empty part if it is too small. */
const middleOf = (text: string, follows: boolean, precedes: boolean): readonly [number, number] => {
  const none = [text.length, text.length] as const
  const breaks = [...text.matchAll(/\n/g)].map(({ index }) => index + 1)
  if (breaks.length > LINES * 2 + MIN_LINES) {
    const head = follows ? (breaks[LINES] ?? 0) : 0
    const tail = precedes ? (breaks.at(-LINES - 1) ?? text.length) : text.length
    return [head, tail]
  }
  const head = follows ? wholeCharacter(text, CHARACTERS) : 0
  const tail = precedes ? wholeCharacter(text, text.length - CHARACTERS) : text.length
  return tail - head < MIN_CHARACTERS ? none : [head, tail]
}

/** Moves an offset that is inside of a surrogate pair. */
const wholeCharacter = (text: string, offset: number): number =>
  /[\uDC00-\uDFFF]/.test(text[offset] ?? '') ? offset + 1 : offset
