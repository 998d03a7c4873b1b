import type { Side } from './compare-values.ts'

/** Part of a text: equal and shown, changed, or equal and folded. */
export type Piece = { readonly kind: 'same' | 'changed' | 'folded'; readonly text: string }

/** Sizes of the parts of a folded text. */
export type Folding = {
  /** Context on each side of a change: lines of a text with many lines, else characters. */
  readonly lines: number
  readonly characters: number
  /** Minimum size of a folded part, so that a fold saves space. */
  readonly minLines: number
  readonly minCharacters: number
}

const WIDE: Folding = { lines: 2, characters: 100, minLines: 3, minCharacters: 60 }

/** Splits a text into its changed parts, their context, and the equal text between them, which can be folded. */
export function foldText({ text, changed }: Side, folding = WIDE): Piece[] {
  if (changed.length === 0) return text === '' ? [] : [{ kind: 'same', text }]
  const pieces: Piece[] = []
  let end = 0
  changed.forEach(([start, next], i) => {
    pieces.push(...foldEqual(text.slice(end, start), { follows: i > 0, precedes: true }, folding))
    if (next > start) pieces.push({ kind: 'changed', text: text.slice(start, next) })
    end = next
  })
  return [...pieces, ...foldEqual(text.slice(end), { follows: true, precedes: false }, folding)]
}

/** Position of an equal text: after a change, before one, or both. */
type Place = { readonly follows: boolean; readonly precedes: boolean }

/** Folds the middle of an equal text; keeps its start if it follows a change, and its end if a change follows. */
const foldEqual = (text: string, place: Place, folding: Folding): Piece[] => {
  const [head, tail] = middleOf(text, place, folding)
  const pieces: Piece[] = [
    { kind: 'same', text: text.slice(0, head) },
    { kind: 'folded', text: text.slice(head, tail) },
    { kind: 'same', text: text.slice(tail) },
  ]
  return pieces.filter(piece => piece.text !== '')
}

/** Returns start and end of the part to fold; an empty part if it is too small. */
const middleOf = (
  text: string,
  { follows, precedes }: Place,
  { lines, characters, minLines, minCharacters }: Folding,
): readonly [number, number] => {
  const none = [text.length, text.length] as const
  const breaks = [...text.matchAll(/\n/g)].map(({ index }) => index + 1)
  if (breaks.length > lines * 2 + minLines) {
    const head = follows ? (breaks[lines] ?? 0) : 0
    const tail = precedes ? (breaks.at(-lines - 1) ?? text.length) : text.length
    return [head, tail]
  }
  const head = follows ? wholeCharacter(text, characters) : 0
  const tail = precedes ? wholeCharacter(text, text.length - characters) : text.length
  return tail - head < minCharacters ? none : [head, tail]
}

/** Moves an offset that is inside of a surrogate pair. */
const wholeCharacter = (text: string, offset: number): number =>
  /[\uDC00-\uDFFF]/.test(text[offset] ?? '') ? offset + 1 : offset
