import type { Feature } from '../faults/settings.ts'
import { ApiError } from './api-error.ts'
import type { EmulatorRequest, RouteParameters } from './request.ts'
import type { EmulatorResponse } from './response.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export type Route = {
  readonly method: Method
  /** A path whose segments are literal or `:parameter`. */
  readonly path: string
  /** The feature that a fault can turn off. */
  readonly feature?: Feature
  readonly reads?: 'json'
  readonly handle: (call: EmulatorRequest) => EmulatorResponse
}

export type Match = { readonly route: Route; readonly parameters: RouteParameters }

const NO_PARAMETERS: RouteParameters = { organisation: '', connector: '', version: '', name: '', file: '' }

const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new ApiError(400, 'path_invalid', `Invalid percent-encoding in the path segment "${segment}".`)
  }
}

/** Returns the values of a pattern's parameters in a path, or undefined when the path does not match. */
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

/** Creates a function that finds the route of a request. It throws ApiError 404 for an unknown path, 405 for an unknown method. */
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
    if (allowed.length === 0) throw new ApiError(404, 'route_not_found', `No route for ${pathname}.`)
    const allow = allowed.join(', ')
    throw new ApiError(405, 'method_not_allowed', `Method ${method} not allowed for ${pathname}; allowed: ${allow}.`, {
      headers: { allow },
    })
  }
}
