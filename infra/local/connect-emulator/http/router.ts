import type { Feature } from '../faults/settings.ts'
import type { Answer } from './answer.ts'
import { ApiError } from './api-error.ts'
import type { Call, RouteParameters } from './call.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export type Route = {
  readonly method: Method
  /** A path whose segments are literal or `:parameter`. */
  readonly path: string
  /** What a fault can switch off. */
  readonly feature?: Feature
  readonly reads?: 'json'
  readonly handle: (call: Call) => Answer
}

export type Match = { readonly route: Route; readonly parameters: RouteParameters }

const NO_PARAMETERS: RouteParameters = { organisation: '', connector: '', version: '', name: '', file: '' }

const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new ApiError(400, 'path_invalid', `The path segment "${segment}" is not percent-encoded UTF-8.`)
  }
}

/** The values of a pattern's parameters in a path, or undefined where the path has another form. */
const capture = (pattern: readonly string[], segments: readonly string[]): RouteParameters | undefined => {
  if (pattern.length !== segments.length) return undefined
  const values: Record<string, string> = {}
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? ''
    if (part.startsWith(':')) values[part.slice(1)] = decode(segment)
    else if (part !== segment) return undefined
  }
  return { ...NO_PARAMETERS, ...values }
}

/** Makes the function that finds the route of a request; it throws 404 for an unknown path, 405 for an unknown method. */
export function createRouter(routes: readonly Route[]): (method: string, pathname: string) => Match {
  const patterns = routes.map(route => ({ route, pattern: route.path.split('/') }))
  return (method, pathname) => {
    const segments = pathname.split('/')
    const allowed: string[] = []
    for (const { route, pattern } of patterns) {
      const parameters = capture(pattern, segments)
      if (parameters === undefined) continue
      if (route.method === method) return { route, parameters }
      allowed.push(route.method)
    }
    if (allowed.length === 0) throw new ApiError(404, 'route_not_found', `There is nothing at ${pathname}.`)
    const allow = allowed.join(', ')
    throw new ApiError(405, 'method_not_allowed', `${pathname} takes ${allow}, not ${method}.`, { headers: { allow } })
  }
}
