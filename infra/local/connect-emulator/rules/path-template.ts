const PLACEHOLDER = /\{\{\s*(param|conn)\.([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g

export type PathTemplate = {
  /** The names of the `{{ param.NAME }}` placeholders. */
  readonly parameters: ReadonlySet<string>
  /** True when the path has a brace outside of a placeholder. */
  readonly strayBrace: boolean
}

/** Parses an action's path, in which `{{ param.NAME }}` and `{{ conn.NAME }}` are the only placeholders. */
export function readPathTemplate(path: string): PathTemplate {
  return {
    parameters: new Set(
      Array.from(path.matchAll(PLACEHOLDER)).flatMap(([, kind, name]) => (kind === 'param' && name ? [name] : [])),
    ),
    strayBrace: /[{}]/.test(path.replace(PLACEHOLDER, '')),
  }
}

/** Returns true when a default contains a template other than `{{ .conn.NAME }}`, which would be evaluated at run time. */
export function hasForeignTemplate(text: string): boolean {
  return text.replace(/\{\{-?\s*\.conn\.[A-Za-z_]\w*\s*-?\}\}/g, '').includes('{{')
}
