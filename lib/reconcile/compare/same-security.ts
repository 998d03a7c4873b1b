/** Returns true if two sorted lists of alternatives to authenticate are equal, or if the former one is not known. */
export function isSameSecurity(before: readonly string[] | undefined, after: readonly string[] = []): boolean {
  return before === undefined || (before.length === after.length && before.every((each, i) => each === after[i]))
}
