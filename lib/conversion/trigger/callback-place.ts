import type { UnreadOperations } from '../../openapi/objects/unread.ts'

/** Returns true if the place of an event is that of a callback: `POST /orders shipped {$request.body#/url}`. */
export function isCallback(place: string): boolean {
  return /^\S+ \//.test(place)
}

/** Returns true if the operation that has a callback is one of these. */
export function isCallbackOf(place: string, { method, path }: Pick<UnreadOperations, 'method' | 'path'>): boolean {
  const start = place.indexOf(' ')
  const rest = place.slice(start + 1)
  return (
    path !== undefined && rest.startsWith(`${path} `) && (method ?? place.slice(0, start)) === place.slice(0, start)
  )
}
