import { keywordMalformed } from '../../diagnostics/kinds/schemas.ts'
import { report } from '../../diagnostics/report.ts'
import { child, type Located, type Location } from '../../json/location.ts'
import { getOwn, isMapping, sortedKeys } from '../../json/mapping.ts'
import { isSchemaData, reportVersion } from './keyword-values.ts'
import { referenceTo } from './referenced-maps.ts'
import type { Schema, Translation } from './translation.ts'

/**
 * Copies a Discriminator Object as an annotation; its mapping refers to definitions.
 * @see https://spec.openapis.org/oas/v3.1.1.html#discriminator-object
 */
export function convertDiscriminator(translation: Translation, { value, at }: Located, out: Schema): void {
  const mapping: Schema = Object.create(null) as Schema
  const withMapping = (propertyName: string): Schema => {
    if (out.oneOf === undefined && out.anyOf === undefined) linkSubtypes(translation, at, mapping)
    return { propertyName, ...(Object.keys(mapping).length > 0 && { mapping }) }
  }
  // 2.0 has only the property's name.
  if (typeof value === 'string' && isSchemaData(value)) {
    out.discriminator = withMapping(value)
    return
  }
  const propertyName = isMapping(value) ? getOwn(value, 'propertyName') : undefined
  if (!isMapping(value) || typeof propertyName !== 'string' || !isSchemaData(propertyName)) {
    report(translation.problems, keywordMalformed.withoutPropertyName(), at)
    return
  }
  const source = getOwn(value, 'mapping')
  if (source !== undefined && !isMapping(source)) {
    report(translation.problems, keywordMalformed.expected('mapping', 'an object', source), child(at, 'mapping'))
  }
  if (isMapping(source)) {
    // Sorted, since the document's order has no meaning.
    for (const key of sortedKeys(source)) {
      linkSchema(translation, { value: source[key], at: child(child(at, 'mapping'), key) }, mapping, key)
    }
  }
  const discriminator = withMapping(propertyName)
  const other: Located = { value: getOwn(value, 'defaultMapping'), at: child(at, 'defaultMapping') }
  if (other.value !== undefined) {
    if (translation.dialect !== '3.2') reportVersion(translation, '"defaultMapping"', 'OpenAPI 3.2', other.at)
    linkSchema(translation, other, discriminator, 'defaultMapping')
  }
  out.discriminator = discriminator
}

/** Links the schemas that extend this one: without an entry of the mapping, each is chosen by its own name. */
const linkSubtypes = (translation: Translation, { parent }: Location, mapping: Schema): void => {
  if (parent === undefined) return
  const linked = new Set(Object.values(mapping))
  for (const { name, home } of translation.subtypesOf(parent)) {
    const { ref, from } = referenceTo(child(home.at, name))
    if (name in mapping || !translation.link(ref, from, mapping, name)) continue
    if (linked.has(mapping[name])) delete mapping[name]
  }
}

/** Links a value of the mapping: a component's name, or a reference. */
const linkSchema = (translation: Translation, { value, at }: Located, into: Schema, key: string): void => {
  if (typeof value !== 'string') {
    const entry = keywordMalformed.expected('discriminator', 'a schema name or a reference', value)
    report(translation.problems, entry, at)
    return
  }
  const component = translation.componentReference(value, at.file)
  if (component === undefined) translation.link(value, at, into, key)
  else translation.link(component.ref, component.from, into, key)
}
