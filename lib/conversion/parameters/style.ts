/**
 * Name, `style` and `explode` of a parameter.
 * @see https://spec.openapis.org/oas/v3.1.1.html#style-values
 */
export type Styled = { readonly name: string; readonly style: string; readonly explode: boolean }

type Style = {
  /** Prefix of the whole value. */
  readonly prefix?: string
  /** Delimiters of items, without and with `explode`. */
  readonly joined: string
  readonly exploded: string
  /** With `explode`, each item begins with the parameter's name. */
  readonly named?: boolean
}

/** Styles for which OpenAPI defines the serialization of arrays; `tabDelimited` is `tsv` of 2.0. */
const STYLES: Readonly<Record<string, Style>> = {
  simple: { joined: ',', exploded: ',' },
  label: { prefix: '.', joined: ',', exploded: '.' },
  matrix: { prefix: ';', joined: ',', exploded: ';', named: true },
  form: { joined: ',', exploded: '&', named: true },
  spaceDelimited: { joined: ' ', exploded: '&', named: true },
  pipeDelimited: { joined: '|', exploded: '&', named: true },
  tabDelimited: { joined: '\t', exploded: '&', named: true },
  cookie: { joined: ',', exploded: '; ', named: true },
}

const styleOf = (style: string): Style | undefined => (Object.hasOwn(STYLES, style) ? STYLES[style] : undefined)

/** Returns true for `label` and `matrix`, which add a prefix even to a scalar. */
export function isPrefixed(style: string): boolean {
  return styleOf(style)?.prefix !== undefined
}

/** Serializes a scalar in the style `label` or `matrix`. */
export function prefixed({ name, style }: Styled, text: string): string {
  return style === 'matrix' ? `;${name}=${text}` : `.${text}`
}

/** Serializes an array as in a request; undefined if OpenAPI does not define the style for arrays. */
export function writeList({ name, style, explode }: Styled, texts: readonly string[]): string | undefined {
  const { prefix = '', joined, exploded, named } = styleOf(style) ?? {}
  if (joined === undefined) return undefined
  if (!explode) return `${prefix}${named && prefix !== '' ? `${name}=` : ''}${texts.join(joined)}`
  return `${prefix}${(named ? texts.map(text => `${name}=${text}`) : texts).join(exploded)}`
}

/** Serializes an array as the single value of a parameter; undefined if that is not possible without loss. */
export function listValue(written: Styled, texts: readonly string[]): string | undefined {
  const style = styleOf(written.style)
  if (style === undefined || texts.length === 0) return undefined
  // Each item is a parameter of its own, so only an array of one item is a single value.
  if (written.explode && style.named && style.prefix === undefined) return texts.length === 1 ? texts[0] : undefined
  const delimiter = written.explode ? style.exploded : style.joined
  return texts.some(text => text.includes(delimiter)) ? undefined : writeList(written, texts)
}
