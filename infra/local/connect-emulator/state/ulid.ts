const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const TIME_LENGTH = 10
const RANDOM_LENGTH = 16

export const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/

const encodeTime = (milliseconds: number): string => {
  let rest = milliseconds
  let text = ''
  for (let index = 0; index < TIME_LENGTH; index++) {
    text = DIGITS.charAt(rest % 32) + text
    rest = Math.floor(rest / 32)
  }
  return text
}

const randomDigits = (random: () => number): string =>
  Array.from({ length: RANDOM_LENGTH }, () => DIGITS.charAt(Math.floor(random() * 32))).join('')

const increment = (ulid: string): string => {
  const kept = ulid.replace(/Z+$/, '')
  const next = DIGITS.charAt(DIGITS.indexOf(kept.slice(-1)) + 1)
  return kept.slice(0, -1) + next + '0'.repeat(ulid.length - kept.length)
}

type UlidSource = {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** A number in [0, 1). */
  readonly random: () => number
  /** The id that all new ids must be greater than. */
  readonly after?: string | undefined
}

/** Creates a generator of strictly ascending ULIDs, also when the clock stops or goes back. */
export function createUlid({ now, random, after = '' }: UlidSource): () => string {
  let last = after
  return () => {
    const time = encodeTime(now())
    last = last.slice(0, TIME_LENGTH) >= time ? increment(last) : time + randomDigits(random)
    return last
  }
}
