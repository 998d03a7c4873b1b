import { diffArrays } from 'diff'

/** Part of a comparison: equal on both sides, only in the first (`removed`), or only in the second (`added`). */
export type Part<Content> = { readonly kind: 'same' | 'removed' | 'added'; readonly content: Content }

/** Maximum number of removed and added tokens: the time grows with its square. Texts with more have one difference. */
const MAX_EDITS = 1500

/** Words, single characters of scripts that write no spaces, and every other character alone. */
const TOKEN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}\p{M}_]+|[^\S\n]+|[\s\S]/gu

/** Compares two texts word by word. */
export function diffWords(before: string, after: string): Part<string>[] {
  const parts = diffTokens(before.match(TOKEN) ?? [], after.match(TOKEN) ?? [])
  return joinChanges(parts.map(({ kind, content }) => ({ kind, content: content.join('') })))
}

/** Compares two arrays of tokens. */
export function diffTokens(before: readonly string[], after: readonly string[]): Part<readonly string[]>[] {
  const changes = diffArrays([...before], [...after], { maxEditLength: MAX_EDITS })
  if (changes === undefined) return oneDifference(before, after)
  return changes.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    content: value,
  }))
}

/** Returns what is between the common start and the common end as one difference. */
const oneDifference = (before: readonly string[], after: readonly string[]): Part<readonly string[]>[] => {
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before[start] === after[start]) start++
  let end = 0
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++
  const parts: Part<readonly string[]>[] = [
    { kind: 'same', content: before.slice(0, start) },
    { kind: 'removed', content: before.slice(start, before.length - end) },
    { kind: 'added', content: after.slice(start, after.length - end) },
    { kind: 'same', content: before.slice(before.length - end) },
  ]
  return parts.filter(({ content }) => content.length > 0)
}

/** Joins changes that only spaces separate: a changed phrase is easier to read than its changed words. */
const joinChanges = (parts: readonly Part<string>[]): Part<string>[] => {
  const joined: Part<string>[] = []
  let removed = ''
  let added = ''
  const flush = () => {
    if (removed !== '') joined.push({ kind: 'removed', content: removed })
    if (added !== '') joined.push({ kind: 'added', content: added })
    removed = ''
    added = ''
  }
  parts.forEach(({ kind, content }, i) => {
    const isGap = kind === 'same' && i > 0 && i < parts.length - 1 && /^[^\S\n]+$/.test(content)
    if (kind === 'removed' || isGap) removed += content
    if (kind === 'added' || isGap) added += content
    if (kind !== 'same' || isGap) return
    flush()
    joined.push({ kind, content })
  })
  flush()
  return joined
}
