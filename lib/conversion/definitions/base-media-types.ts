import type { Located } from '../../json/location.ts'
import { getOwn, type Mapping } from '../../json/mapping.ts'
import type { Operation } from '../../openapi/objects/model.ts'
import { isReference, SINGLE, walk } from '../../openapi/references/walk.ts'

/** Collects the media types of the definitions that other definitions refer to. */
export type BaseMediaTypes = {
  /** Adds the bodies of an operation; of each one, imported or not, so that a filter changes nothing. */
  readonly add: (operation: Operation) => void
  /**
   * Returns `application/json` if a body of JSON refers to a schema, or none does; else the media types of all bodies that
   * do, those of the JSON family alone if there are any: some platforms refuse a definition of several families.
   */
  readonly settle: () => readonly string[]
}

const JSON_TYPE = 'application/json'
export const JSON_ONLY: readonly string[] = [JSON_TYPE]

export function createBaseMediaTypes(): BaseMediaTypes {
  const found = new Set<string>()
  const known = new Map<unknown, boolean>()
  let isJson = false

  const refers = (schema: Located): boolean => {
    const refersAlready = known.get(schema.value) ?? hasReference(schema)
    known.set(schema.value, refersAlready)
    return refersAlready
  }
  return {
    add: ({ body, responses }) => {
      // Almost every document is settled by its first operation.
      if (isJson) return
      for (const { name, schema } of [body, ...responses].flatMap(part => part?.content ?? [])) {
        if (found.has(name) || schema === undefined || !refers(schema)) continue
        found.add(name)
        isJson ||= matchesJson(name)
      }
    },
    settle: () => {
      if (isJson || found.size === 0) return JSON_ONLY
      const names = [...found].sort()
      const ofJson = names.filter(isOfJson)
      return ofJson.length > 0 ? ofJson : names
    },
  }
}

const hasReference = (schema: Located): boolean => {
  let found = false
  const enter = ({ value }: Located<Mapping>): boolean => {
    found ||= isReference(value) || getOwn(value, '$dynamicRef') !== undefined
    return !found
  }
  walk(schema, { enter }, SINGLE.schema)
  return found
}

const essence = (mediaType: string): string => mediaType.split(';', 1)[0] ?? ''

/** Returns true for JSON, with or without parameters, and for a range that contains it. */
const matchesJson = (mediaType: string): boolean => [JSON_TYPE, 'application/*', '*/*'].includes(essence(mediaType))

/** @see https://www.rfc-editor.org/rfc/rfc6839#section-3.1 */
const isOfJson = (mediaType: string): boolean => /[+/]json$/.test(essence(mediaType))
