import type { Answer } from './answer.ts'
import type { Call } from './call.ts'
import { createUpload } from './create-upload.ts'
import { getImport } from './get-import.ts'
import { listImports } from './list-imports.ts'
import { Problem } from './problem.ts'
import { startImport } from './start-import.ts'

export type Route = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly answer: (call: Call) => Promise<Answer>
}

/** Everything that the API answers; infra/api.yml and openapi.json have the same. */
export const ROUTES: readonly Route[] = [
  { method: 'POST', path: '/imports', answer: startImport },
  { method: 'GET', path: '/imports', answer: listImports },
  { method: 'GET', path: '/imports/{id}', answer: getImport },
  { method: 'POST', path: '/uploads', answer: createUpload },
  // Few ask for it, and it is large.
  {
    method: 'GET',
    path: '/openapi.json',
    answer: async () => (await import('./description.ts')).getDescription(),
  },
]

/** Ends a request that no route takes: its path is unknown, or known with other methods. @throws Problem 404 or 405 */
export function refuseUnrouted({ method, path }: { readonly method: string; readonly path: string }): never {
  const allowed = ROUTES.filter(route => pattern(route.path).test(path)).map(route => route.method)
  if (allowed.length === 0)
    throw new Problem({
      status: 404,
      code: 'no-such-route',
      detail: 'There is nothing at this path; GET /openapi.json describes what there is.',
    })
  const allow = allowed.join(', ')
  throw new Problem({
    status: 405,
    code: 'method-not-allowed',
    detail: `${method} is not taken here, only ${allow}.`,
    headers: { allow },
  })
}

const pattern = (path: string): RegExp => new RegExp(`^${path.replaceAll('.', '\\.').replace('{id}', '[^/]+')}/?$`)
