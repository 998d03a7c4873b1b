/** Text of a path that stays as it is, which is almost all. */
const PLAIN = /^[!-z|~]*$/

/** Text of a path that is no placeholder: braces, white space and control characters percent-encoded. */
export const literalPath = (text: string): string =>
  PLAIN.test(text)
    ? text
    : text
        .toWellFormed()
        .replaceAll('{', '%7B')
        .replaceAll('}', '%7D')
        .replaceAll(/[\s\p{Cc}]/gu, encodeURIComponent)
