/** Page script: lists the places of a kind of problem when it is opened. */
export const PROBLEM_PLACES = `
const placesOf = code => [
  [undefined, { name: 'document', problems: data.report.diagnostics }],
  ...data.report.actions.map(item => ['action ', item]),
  ...data.report.definitions.map(item => ['definition ', item]),
].flatMap(([kind = '', { name, problems }]) =>
  problems.filter(problem => problem.code === code).map(problem => ({ problem, owner: kind + name })))

for (const group of document.querySelectorAll('details[data-code]')) {
  const { code } = group.dataset
  group.addEventListener('toggle', () => {
    fill(group.querySelector('ul'), placesOf(code), ({ problem, owner }) => place(problem, owner))
  }, { once: true })
}
`
