import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { invalidEncoding } from '../../diagnostics/kinds/file.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { lineAndColumn } from './json/json.ts'

/** Decoded text of a file, with a diagnostic if some bytes are invalid. */
export type Decoded = { readonly text: string; readonly problems: readonly Diagnostic[] }

const startsWith = (bytes: Uint8Array, ...prefix: number[]): boolean => prefix.every((byte, i) => bytes[i] === byte)

/**
 * Detects the encoding by a byte order mark, or by the zero byte of the first character.
 * @see https://yaml.org/spec/1.2.2/#52-character-encodings
 */
const encodingOf = (bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' => {
  if (startsWith(bytes, 0xff, 0xfe) || (bytes.length > 1 && bytes[0] !== 0 && bytes[1] === 0)) return 'utf-16le'
  if (startsWith(bytes, 0xfe, 0xff) || (bytes.length > 1 && bytes[0] === 0 && bytes[1] !== 0)) return 'utf-16be'
  return 'utf-8'
}

/** Decodes the bytes of a file, without a byte order mark. Invalid bytes become U+FFFD, with one diagnostic. */
export function decode(bytes: Uint8Array, file: string): Decoded {
  const encoding = encodingOf(bytes)
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), problems: [] }
  } catch {
    const text = new TextDecoder(encoding).decode(bytes)
    const { line } = lineAndColumn(text, text.indexOf('\uFFFD'))
    return { text, problems: [diagnostic(invalidEncoding.replaced(encoding.toUpperCase(), line), `${file}#`)] }
  }
}
