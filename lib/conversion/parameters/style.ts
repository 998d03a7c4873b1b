/** What a parameter's text is made by. Parameter Object, `style` and `explode`. */
export type Styled = { readonly name: string; readonly style: string; readonly explode: boolean }

type Style = {
  /** In front of the text, which is no parameter of its own then. */
  readonly prefix?: string
  /** Between items, without and with `explode`. */
  readonly joined: string
  readonly exploded: string
  /** With `explode`, each item has the parameter's name in front. */
  readonly named?: boolean
}

/** Style values and examples, `tabDelimited` for `tsv` of 2.0; for a list in another style OpenAPI defines no form. */
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

/** `label` and `matrix` write even a scalar with something in front, which the text has to bring along. */
export function isPrefixed(style: string): boolean {
  return styleOf(style)?.prefix !== undefined
}

/** A scalar as `label` or `matrix` write it. */
export function prefixed({ name, style }: Styled, text: string): string {
  return style === 'matrix' ? `;${name}=${text}` : `.${text}`
}

/** A list as it stands in a request; undefined where OpenAPI defines no such form. */
export function writeList({ name, style, explode }: Styled, texts: readonly string[]): string | undefined {
  const { prefix = '', joined, exploded, named } = styleOf(style) ?? {}
  if (joined === undefined) return undefined
  if (!explode) return `${prefix}${named && prefix !== '' ? `${name}=` : ''}${texts.join(joined)}`
  return `${prefix}${(named ? texts.map(text => `${name}=${text}`) : texts).join(exploded)}`
}

/** A list as the one value that a parameter has; undefined where that can't say it. */
export function listValue(written: Styled, texts: readonly string[]): string | undefined {
  const style = styleOf(written.style)
  if (style === undefined || texts.length === 0) return undefined
  // Each item is a parameter of its own here, so that only one alone is a value.
  if (written.explode && style.named && style.prefix === undefined) return texts.length === 1 ? texts[0] : undefined
  const delimiter = written.explode ? style.exploded : style.joined
  return texts.some(text => text.includes(delimiter)) ? undefined : writeList(written, texts)
}
