import { report } from '../openapi/context.ts'
import { child, type Located } from '../openapi/place.ts'
import { isMapping, own, sortedKeys } from '../openapi/value.ts'
import { isSchemaData } from './keyword.ts'
import type { Schema, Translation } from './schema.ts'

/** Discriminator Object: kept as an annotation, its mapping following the definitions' names. */
export const convertDiscriminator = (translation: Translation, { value, at }: Located, out: Schema): void => {
  // 2.0 has the property's name alone.
  if (typeof value === 'string' && isSchemaData(value)) {
    out.discriminator = { propertyName: value }
    return
  }
  const propertyName = isMapping(value) ? own(value, 'propertyName') : undefined
  if (!isMapping(value) || typeof propertyName !== 'string' || !isSchemaData(propertyName)) {
    report(
      translation.problems,
      'warning',
      'keyword-malformed',
      at,
      'A discriminator without "propertyName" was left out.',
    )
    return
  }
  const source = own(value, 'mapping')
  const mapping: Schema = Object.create(null) as Schema
  if (isMapping(source)) {
    // In the order of their values, since the document's order means nothing.
    for (const key of sortedKeys(source)) {
      const target = source[key]
      const here = child(child(at, 'mapping'), key)
      // The value is a component's name, or else a reference.
      if (typeof target !== 'string') {
        report(translation.problems, 'warning', 'keyword-malformed', here, 'This is no reference; it was left out.')
        continue
      }
      const component = translation.componentReference(target)
      if (component === undefined) translation.link(target, here, mapping, key)
      else translation.link(component.ref, component.from, mapping, key)
    }
  }
  out.discriminator = { propertyName, ...(Object.keys(mapping).length > 0 && { mapping }) }
}
