type Attributes = Readonly<Record<string, string | undefined>>
type Child = Node | string | undefined

/** Makes an element. Strings become text nodes, never markup; an undefined or empty attribute is omitted. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) if (value) element.setAttribute(attribute, value)
  element.append(...children.filter(child => child !== undefined))
  return element
}

/** Makes a coloured label; `kind` is a result or a severity. */
export function tag(kind: string, text: string): HTMLElement {
  return make('span', { class: `tag ${kind}` }, text)
}

/** Returns the first match of a selector. @throws Error if the page has none */
export function find(selector: string, within: ParentNode = document): HTMLElement {
  const element = within.querySelector<HTMLElement>(selector)
  if (element === null) throw new Error(`The page has no ${selector}.`)
  return element
}
