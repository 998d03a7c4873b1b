const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** `GET /users`: the operations that stand in a document's path items themselves, as a reader would list them. */
export const listOperations = (document: unknown): string[] =>
  entries(entries(document).find(([key]) => key === 'paths')?.[1])
    .filter(([path]) => !path.startsWith('x-'))
    .flatMap(([path, item]) =>
      entries(item).flatMap(([key]) => (METHODS.includes(key) ? [`${key.toUpperCase()} ${path}`] : [])),
    )

const entries = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
