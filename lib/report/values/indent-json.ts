const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g

/** Indents a valid JSON text; unlike JSON.parse, it keeps all digits of numbers. */
export function indentJson(text: string): string {
  let depth = 0
  let previous = ''
  let indented = ''
  for (const [token] of text.matchAll(TOKEN)) {
    const closes = token === '}' || token === ']'
    const isEmpty = closes && (previous === '{' || previous === '[')
    if (closes) depth--
    const breaks = !isEmpty && (closes || previous === ',' || previous === '{' || previous === '[')
    indented += `${breaks ? `\n${'  '.repeat(depth)}` : ''}${token}${token === ':' ? ' ' : ''}`
    if (token === '{' || token === '[') depth++
    previous = token
  }
  return indented
}
