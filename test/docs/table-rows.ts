/** The rows of the tables under a heading, or of a whole page; each cell without the backticks around it. */
export const tableRows = (page: string, heading = ''): string[][] => {
  const [, section = ''] = heading === '' ? ['', page] : `\n${page}`.split(new RegExp(`\n${heading}`))
  const end = heading === '' ? -1 : section.indexOf('\n## ')
  return (end === -1 ? section : section.slice(0, end))
    .split('\n')
    .filter(line => line.startsWith('| `'))
    .map(line =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map(cell => cell.trim().replace(/^`(.*)`$/, '$1')),
    )
}
