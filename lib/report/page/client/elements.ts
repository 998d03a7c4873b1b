/** Page script: makes elements. Texts become text nodes, never markup. */
export const ELEMENTS = `
const make = (tag, attributes, ...children) => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) if (value) element.setAttribute(name, value)
  element.append(...children.filter(child => child !== undefined))
  return element
}

const tag = (kind, text) => make('span', { class: 'tag ' + kind }, text)

const facts = rows =>
  make('dl', {}, ...rows
    .filter(([, value]) => value)
    .map(([name, value]) => make('div', {}, make('dt', {}, name), make('dd', { class: 'data' }, value))))

const formatNumber = number => number.toLocaleString('en')
`
