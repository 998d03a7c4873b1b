/** Markup that is safe to put into a page as it is. */
export type Html = { readonly markup: string }

/**
 * The only way to make markup: texts and numbers are escaped, other markup is taken as it is, nothing stands for
 * undefined.
 */
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

/** A value as JSON that can't end the script element it stands in, nor begin a comment or an entity there. */
export function embedJson(value: unknown): Html {
  return {
    markup: JSON.stringify(value).replace(
      /[<>&\u2028\u2029]/g,
      character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  }
}

/** Our own script or style, as it is: its hash has to be that of the text. */
export function verbatim(markup: string): Html {
  return { markup }
}
