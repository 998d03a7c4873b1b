/** Markup that is safe to insert into a page as it is. */
export type Html = { readonly markup: string }

/** Makes markup from a template: strings and numbers are escaped, markup is inserted as it is, undefined is omitted. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | Html | readonly Html[] | undefined)[]
): Html {
  return { markup: String.raw({ raw: parts }, ...values.map(markupOf)) }
}

const markupOf = (value: string | number | Html | readonly Html[] | undefined): string => {
  if (value === undefined) return ''
  if (typeof value === 'string' || typeof value === 'number') return escapeText(String(value))
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escapeText = (text: string): string => text.replace(/[&<>"']/g, character => ENTITIES[character] ?? '')

/** Characters that could end a script element, start a comment or an entity, or end a line of a script. */
const UNSAFE = ['<', '>', '&', '\u2028', '\u2029'].map(
  character => [character, `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`] as const,
)

/** Returns JSON, or a piece of it, that can't end its script element or start a comment or an entity. */
export function embedJson(json: string): Html {
  let markup = json
  // Texts have megabytes: a function for each character would take several times as long.
  for (const [character, escaped] of UNSAFE) markup = markup.replaceAll(character, escaped)
  return { markup }
}

/** Returns trusted code as markup, unescaped; only for the page's own script and style. */
export function verbatim(markup: string): Html {
  return { markup }
}
