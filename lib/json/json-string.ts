const BACKSLASH = 0x5c

/** Returns the offset after the closing quote of the JSON string that opens at `open`; 0 if it has no closing quote. */
export function endOfString(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); ; close = text.indexOf('"', close + 1))
    if (!isEscaped(text, close)) return close + 1
}

/** Returns true if a character of a JSON string has an odd number of backslashes in front. */
export function isEscaped(text: string, position: number): boolean {
  let slashes = 0
  while (text.charCodeAt(position - 1 - slashes) === BACKSLASH) slashes++
  return slashes % 2 === 1
}
