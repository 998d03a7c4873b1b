import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec'
import type { Property, PropertyType, SpecDatabase } from '@aws-cdk/service-spec-types'
import { resolveObject } from './resolve.ts'
import type { Json, JsonObject, Template } from './template.ts'

type Properties = Readonly<Record<string, Property>>

/**
 * Holds a template against CloudFormation's own description of its resources.
 * @returns what CloudFormation would refuse: unknown types and properties, missing ones, values of another type
 */
export function findSchemaProblems(template: Template): readonly string[] {
  const database = loadAwsServiceSpecSync()
  return Object.entries(template.Resources).flatMap(([logicalId, { Type, Properties = {} }]) => {
    const [resource] = database.lookup('resource', 'cloudFormationType', 'equals', Type)
    if (resource === undefined) return [`${logicalId}: there is no ${Type}`]
    return checkProperties(resolveObject(Properties, template), resource.properties, logicalId, database)
  })
}

function checkProperties(value: JsonObject, known: Properties, path: string, database: SpecDatabase): string[] {
  const missing = Object.entries(known).filter(([name, { required }]) => required && !(name in value))
  return [
    ...missing.map(([name]) => `${path}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, item]) => {
      const property = known[name]
      const at = `${path}.${name}`
      return property === undefined ? [`${at} is unknown`] : checkValue(item, property.type, at, database)
    }),
  ]
}

function checkValue(value: Json, type: PropertyType, path: string, database: SpecDatabase): string[] {
  const wrong = [`${path} is no ${type.type}: ${JSON.stringify(value)}`]
  switch (type.type) {
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((item, i) => checkValue(item, type.element, `${path}[${i}]`, database))
        : wrong
    case 'map':
      return isObject(value)
        ? Object.entries(value).flatMap(([key, item]) => checkValue(item, type.element, `${path}.${key}`, database))
        : wrong
    case 'ref': {
      const { properties } = database.get('typeDefinition', type.reference.$ref)
      return isObject(value) ? checkProperties(value, properties, path, database) : wrong
    }
    case 'union': {
      const found = type.types.map(one => checkValue(value, one, path, database))
      return found.some(problems => problems.length === 0) ? [] : (found[0] ?? wrong)
    }
    case 'json':
    case 'tag':
      return []
    // CloudFormation reads numbers and booleans from text as well.
    case 'integer':
      return Number.isInteger(Number(value)) ? [] : wrong
    case 'number':
      return Number.isNaN(Number(value)) ? wrong : []
    case 'boolean':
      return value === 'true' || value === 'false' || typeof value === 'boolean' ? [] : wrong
    default:
      return isObject(value) || Array.isArray(value) ? wrong : []
  }
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
