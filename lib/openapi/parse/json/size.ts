import { utf8Chunks } from '../chunks.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c

/**
 * Bytes of memory that a value takes at most, by the characters that show it: measured with V8 of Node.js 24.
 * A member takes most if each name is new, and an array if it is nested. A comma includes what JSON.parse itself needs until the array is complete.
 */
const MEMORY_OF: Readonly<Record<string, number>> = { '{': 112, '[': 112, ':': 80, ',': 48 }
/** The characters of strings. */
const CHARACTER = 1
const MOST = CHARACTER + Math.max(...Object.values(MEMORY_OF))

const weights = (): Uint8Array => {
  const table = new Uint8Array(256)
  for (const [character, bytes] of Object.entries(MEMORY_OF)) table[character.charCodeAt(0)] = bytes
  return table
}

/** Returns true if the value of a JSON text can take more bytes of memory. Exact only where it must be, because of speed. */
export function exceedsMemory(text: string, memory: number): boolean {
  if (text.length * MOST <= memory) return false
  const free = memory - text.length * CHARACTER
  return weightOf(text) > free && weightOutsideStrings(text) > free
}

/** Adds the weights of all characters, including those of strings. */
const weightOf = (text: string): number => {
  const table = weights()
  let sum = 0
  for (const bytes of utf8Chunks(text)) for (let i = 0; i < bytes.length; i++) sum += table[bytes[i] ?? 0] ?? 0
  return sum
}

const weightOutsideStrings = (text: string): number => {
  const table = weights()
  let sum = 0
  let inString = false
  let isEscaped = false
  for (const bytes of utf8Chunks(text)) {
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i] ?? 0
      if (!inString) {
        inString = byte === QUOTE
        sum += table[byte] ?? 0
      } else if (isEscaped) isEscaped = false
      else if (byte === BACKSLASH) isEscaped = true
      else inString = byte !== QUOTE
    }
  }
  return sum
}
