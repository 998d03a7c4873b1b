import { report } from '../diagnostics/report.ts'
import { child, type Located } from '../json/location.ts'
import type { Mapping } from '../json/mapping.ts'
import { quote } from '../json/quote.ts'
import type { Context } from './context.ts'
import { textAt } from './text.ts'

/** Parameter Object, style values: where each may stand. The first is the default. */
const STYLES: ReadonlyMap<string, readonly string[]> = new Map([
  ['query', ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject']],
  ['path', ['simple', 'label', 'matrix']],
  ['header', ['simple']],
  ['cookie', ['form']],
])

/** The style of a parameter in a location; one that OpenAPI does not define there is told, and kept. */
export const styleAt = (context: Context, node: Located<Mapping>, location: string): string => {
  const style = textAt(context, node, 'style')
  const defined = STYLES.get(location)
  if (style === undefined) return defined?.[0] ?? 'simple'
  if (defined !== undefined && !defined.includes(style) && !isCookieStyle(context, location, style)) {
    const message = `OpenAPI ${context.dialect} defines no style ${quote(style)} for ${location} parameters; write the value as the API wants it.`
    report(context.problems, 'warning', 'malformed', child(node.at, 'style'), message)
  }
  return style
}

/** Since 3.2, cookies have a style of their own. */
const isCookieStyle = ({ dialect }: Context, location: string, style: string): boolean =>
  dialect === '3.2' && location === 'cookie' && style === 'cookie'
