import { schemaMalformed } from '../../diagnostics/kinds/schemas.ts'
import { report } from '../../diagnostics/report.ts'
import type { Located } from '../../json/location.ts'
import { getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import type { Context } from '../../openapi/objects/context.ts'
import { isLikeSchema, sectionOf } from '../../openapi/objects/expect-kind.ts'
import { isRoot } from '../../openapi/objects/version.ts'

/**
 * Reports an object of another kind, such as a response, instead of a schema; returns true if it is one. Detects an object
 * in its own file by `content` or `schema`.
 */
export function reportNotASchema({ problems }: Pick<Context, 'problems'>, { value, at }: Located): boolean {
  if (!isMapping(value) || isLikeSchema(value)) return false
  if (isRoot(value)) {
    report(problems, schemaMalformed.document(), at)
    return true
  }
  const section = sectionOf(at)
  const isOther = section !== undefined && section.kind !== 'schema'
  if (!isOther && !holdsSchema(value)) return false
  report(problems, isOther ? schemaMalformed.inSection(section.name) : schemaMalformed.holdsSchema(), at)
  return true
}

const holdsSchema = (value: Mapping): boolean =>
  isMapping(getOwn(value, 'content')) || isMapping(getOwn(value, 'schema'))
