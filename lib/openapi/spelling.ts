/** Names as they stand, those that are spelt exactly first, so that of several spellings that mean one thing they count. */
export const exactFirst = (names: readonly string[], isExact: (name: string) => boolean): readonly string[] =>
  names.every(isExact) ? names : [...names.filter(isExact), ...names.filter(name => !isExact(name))]
