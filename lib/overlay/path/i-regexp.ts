/** Characters that must be escaped outside of a character class, and those that an escape may name. */
const SPECIAL = /[()*+.?[\\\]{|}]/
const ESCAPED = /[-().*+?[\\\]^{|}]/
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/** Tests one character. */
type CharTest = (char: string) => boolean

/** Parsed regular expression. */
export type Pattern =
  | { readonly kind: 'char'; readonly test: CharTest }
  /** Begin or end of the text: RFC 9485 takes `^` and `$` as characters, the test suite of RFC 9535 as these. */
  | { readonly kind: 'edge'; readonly isStart: boolean }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly parts: readonly Pattern[] }
  | Repeat

/** Repetition of a part. */
export type Repeat = { readonly kind: 'repeat'; readonly part: Pattern; readonly min: number; readonly max: number }

/** Longest pattern; a group needs a level of the stack. */
const MAX_LENGTH = 1_000
/** Largest number in a quantifier. */
const MAX_REPEAT = 1_000

/**
 * Parses a regular expression of the kind that JSONPath's `match` and `search` take; undefined if it is not one.
 * @see https://www.rfc-editor.org/rfc/rfc9485
 */
export function parsePattern(text: string): Pattern | undefined {
  const chars = [...text]
  if (chars.length > MAX_LENGTH) return undefined
  const state: State = { chars, at: 0 }
  const pattern = parseChoice(state)
  return pattern !== undefined && state.at === chars.length ? pattern : undefined
}

type State = { readonly chars: readonly string[]; at: number }

const accept = (state: State, char: string): boolean => {
  if (state.chars[state.at] !== char) return false
  state.at++
  return true
}

const parseChoice = (state: State): Pattern | undefined => {
  const parts: Pattern[] = []
  do {
    const branch = parseSequence(state)
    if (branch === undefined) return undefined
    parts.push(branch)
  } while (accept(state, '|'))
  return { kind: 'choice', parts }
}

const parseSequence = (state: State): Pattern | undefined => {
  const parts: Pattern[] = []
  for (
    let next = state.chars[state.at];
    next !== undefined && next !== '|' && next !== ')';
    next = state.chars[state.at]
  ) {
    const atom = parseAtom(state)
    const piece = atom && parseQuantifier(state, atom)
    if (piece === undefined) return undefined
    parts.push(piece)
  }
  return { kind: 'sequence', parts }
}

const parseQuantifier = (state: State, part: Pattern): Pattern | undefined => {
  if (accept(state, '*')) return { kind: 'repeat', part, min: 0, max: Infinity }
  if (accept(state, '+')) return { kind: 'repeat', part, min: 1, max: Infinity }
  if (accept(state, '?')) return { kind: 'repeat', part, min: 0, max: 1 }
  if (!accept(state, '{')) return part
  const min = parseCount(state)
  let max = min
  if (accept(state, ',')) max = state.chars[state.at] === '}' ? Infinity : parseCount(state)
  if (min === undefined || max === undefined || max < min || !accept(state, '}')) return undefined
  return { kind: 'repeat', part, min, max }
}

const parseCount = (state: State): number | undefined => {
  let digits = ''
  for (let next = state.chars[state.at]; next !== undefined && /^\d$/.test(next); next = state.chars[++state.at])
    digits += next
  return digits === '' || Number(digits) > MAX_REPEAT ? undefined : Number(digits)
}

const parseAtom = (state: State): Pattern | undefined => {
  const char = state.chars[state.at++] ?? ''
  if (char === '(') {
    const inner = parseChoice(state)
    return inner !== undefined && accept(state, ')') ? inner : undefined
  }
  if (char === '.') return { kind: 'char', test: found => found !== '\n' && found !== '\r' }
  if (char === '[') return parseClass(state)
  if (char === '\\') {
    const escaped = parseEscape(state)
    if (escaped === undefined) return undefined
    return { kind: 'char', test: typeof escaped === 'string' ? found => found === escaped : escaped }
  }
  if (char === '^' || char === '$') return { kind: 'edge', isStart: char === '^' }
  return SPECIAL.test(char) ? undefined : { kind: 'char', test: found => found === char }
}

/** Parses what follows a backslash: the character that it names, or the test of a Unicode category. */
const parseEscape = (state: State): string | CharTest | undefined => {
  const char = state.chars[state.at++] ?? ''
  if (char === 'p' || char === 'P') return parseCategory(state, char)
  return CONTROLS[char] ?? (ESCAPED.test(char) ? char : undefined)
}

const parseCategory = (state: State, kind: string): CharTest | undefined => {
  const end = state.chars.indexOf('}', state.at)
  const name = state.chars.slice(state.at + 1, end).join('')
  if (end < 0 || state.chars[state.at] !== '{' || !CATEGORY.test(name)) return undefined
  state.at = end + 1
  // Of one character, so that it is linear.
  const category = new RegExp(`^\\${kind}{${name}}$`, 'u')
  return char => category.test(char)
}

/** @see https://www.rfc-editor.org/rfc/rfc9485#section-3 */
const CATEGORY = /^(?:L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|Z[lps]?|S[ckmo]?|C[cfno]?)$/

/** Parses a character class after its `[`. A hyphen is a character only at its begin or end. */
const parseClass = (state: State): Pattern | undefined => {
  const isNegative = accept(state, '^')
  const tests: CharTest[] = []
  if (accept(state, '-')) tests.push(char => char === '-')
  while (!accept(state, ']')) {
    if (state.chars[state.at] === '-' && state.chars[state.at + 1] === ']') {
      tests.push(char => char === '-')
      state.at++
      continue
    }
    const test = parseClassItem(state)
    if (test === undefined) return undefined
    tests.push(test)
  }
  if (tests.length === 0) return undefined
  return { kind: 'char', test: char => tests.some(test => test(char)) !== isNegative }
}

const parseClassItem = (state: State): CharTest | undefined => {
  const first = parseClassChar(state)
  if (first === undefined || typeof first === 'function') return first
  if (state.chars[state.at] !== '-' || state.chars[state.at + 1] === ']') return char => char === first
  state.at++
  const last = parseClassChar(state)
  if (typeof last !== 'string') return undefined
  const [from, to] = [codeOf(first), codeOf(last)]
  return from > to ? undefined : char => codeOf(char) >= from && codeOf(char) <= to
}

const codeOf = (char: string): number => char.codePointAt(0) ?? 0

const parseClassChar = (state: State): string | CharTest | undefined => {
  const char = state.chars[state.at++]
  if (char === '\\') return parseEscape(state)
  return char === undefined || char === '-' || char === '[' || char === ']' ? undefined : char
}
