import * as v from 'valibot'
import { SecretError } from './secret-error.ts'

/** What goes into the Authorization header: `scheme value`. */
export type Token = { readonly scheme: string; readonly value: string }

const DEFAULT_SCHEME = 'Bearer'
// What a header can carry without being quoted or broken.
const Value = v.pipe(v.string(), v.trim(), v.regex(/^[\x21-\x7e]+$/))
const Scheme = v.pipe(v.string(), v.trim(), v.regex(/^[A-Za-z][A-Za-z0-9-]*$/))
const JsonSecret = v.object({ token: Value, scheme: v.optional(Scheme, DEFAULT_SCHEME) })

const parseJson = (text: string, secretId: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's message quotes the text, which is the secret: it is not passed on.
    throw new SecretError('unreadable', secretId, 'begins like JSON but is not')
  }
}

/**
 * Reads a secret's text: the bare token, or JSON `{"token", "scheme"?}`.
 * @throws SecretError where it is empty or neither.
 */
export function parseSecret(text: string, secretId: string): Token {
  const trimmed = text.trim()
  if (trimmed === '') throw new SecretError('empty', secretId, 'is empty')
  if (!trimmed.startsWith('{')) {
    const bare = v.safeParse(Value, trimmed)
    if (bare.success) return { scheme: DEFAULT_SCHEME, value: bare.output }
    throw new SecretError('unreadable', secretId, 'contains spaces or characters that a header cannot carry')
  }
  const json = v.safeParse(JsonSecret, parseJson(trimmed, secretId))
  if (json.success) return { scheme: json.output.scheme, value: json.output.token }
  throw new SecretError('unreadable', secretId, 'is JSON without a usable "token" or "scheme"')
}
