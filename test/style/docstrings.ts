/** Docstring of a source file: its text on one line, without `@see` links, and its line number from 1. */
export type Docstring = { readonly line: number; readonly text: string }

/** Returns the docstrings of a TypeScript source. */
export function docstrings(source: string): Docstring[] {
  return [...source.matchAll(/\/\*\*(.*?)\*\//gs)].map(({ index, 1: body = '' }) => ({
    line: source.slice(0, index).split('\n').length,
    text: body
      .split('\n')
      .map(line => line.trim().replace(/^\* ?/, ''))
      .filter(line => !line.startsWith('@see'))
      .join(' ')
      .trim(),
  }))
}
