import { child, type Located, pointerOf } from '../../json/location.ts'
import { isMapping } from '../../json/mapping.ts'
import type { Resolver } from '../../openapi/references/resolver.ts'

/**
 * Returns a schema with each reference replaced by the location of its target. Equal results of schemas in several files
 * mean equal schemas: the same relative reference may have another target in another file.
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-5
 */
export function comparableSchema(resolver: Resolver, { value, at }: Located): unknown {
  if (Array.isArray(value))
    return value.map((item: unknown, i) => comparableSchema(resolver, { value: item, at: child(at, i) }))
  if (!isMapping(value)) return value
  const entries = Object.entries(value).map(([key, item]) => {
    if (REFERENCES.has(key) && typeof item === 'string') return [key, whereTo(resolver, { value: item, at })]
    // Its values may be names, which may also have another target in another file.
    if (key === 'discriminator') return [key, { file: at.file, item }]
    return [key, comparableSchema(resolver, { value: item, at: child(at, key) })]
  })
  return Object.fromEntries(entries)
}

const REFERENCES = new Set(['$ref', '$dynamicRef'])

const whereTo = (resolver: Resolver, { value, at }: Located<string>): string => {
  const resolution = resolver.target(value, at)
  return resolution.ok ? pointerOf(resolution.value.at) : `${at.file} ${value}`
}
