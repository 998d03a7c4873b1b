import type { Diagnostic } from '../../diagnostics/diagnostic.ts'

export type Decoded = { readonly text: string; readonly problems: readonly Diagnostic[] }

const startsWith = (bytes: Uint8Array, ...prefix: number[]): boolean => prefix.every((byte, i) => bytes[i] === byte)

/** YAML 1.2 section 5.2: the encoding shows in a byte order mark, or in where the first character's zero byte stands. */
const encodingOf = (bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' => {
  if (startsWith(bytes, 0xff, 0xfe) || (bytes.length > 1 && bytes[0] !== 0 && bytes[1] === 0)) return 'utf-16le'
  if (startsWith(bytes, 0xfe, 0xff) || (bytes.length > 1 && bytes[0] === 0 && bytes[1] !== 0)) return 'utf-16be'
  return 'utf-8'
}

/** Bytes of a document as text, without a byte order mark. Bytes that are no character become U+FFFD, said once. */
export function decode(bytes: Uint8Array, file: string): Decoded {
  const encoding = encodingOf(bytes)
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), problems: [] }
  } catch {
    const text = new TextDecoder(encoding).decode(bytes)
    const line = text.slice(0, text.indexOf('\uFFFD')).split('\n').length
    return {
      text,
      problems: [
        {
          severity: 'warning',
          code: 'invalid-encoding',
          message: `Some bytes are not ${encoding.toUpperCase()} (the first in line ${line}); each became the replacement character.`,
          pointer: `${file}#`,
        },
      ],
    }
  }
}
