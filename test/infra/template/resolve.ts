import { holds } from './conditions.ts'
import type { Json, JsonObject, Resource, Template } from './template.ts'

const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::NoValue': 'AWS::NoValue',
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '111122223333',
}

const ACCOUNT = 'eu-west-1:111122223333'

/**
 * Replaces the intrinsic functions in a value of a template by what CloudFormation would put there. Where CloudFormation
 * makes up a name, the logical id stands for it.
 * @throws when a reference has no resource, or an intrinsic function is one that the project does not use
 */
export function resolve(value: Json, template: Template): Json {
  if (typeof value !== 'object' || value === null) return value
  if (isList(value)) return value.map(item => resolve(item, template)).filter(item => item !== NO_VALUE)
  const [[name, argument] = ['', null], ...others] = Object.entries(value)
  if (others.length === 0 && (name === 'Ref' || name.startsWith('Fn::')))
    return resolveIntrinsic(name, argument, template)
  const resolved = Object.entries(value).map(([key, item]): [string, Json] => [key, resolve(item, template)])
  return Object.fromEntries(resolved.filter(([, item]) => item !== NO_VALUE))
}

/** Stands for a property that is left out. */
const NO_VALUE = 'AWS::NoValue'

/** Like `resolve`, for a value that must come out as an object. */
export function resolveObject(value: Json | undefined, template: Template): JsonObject {
  const resolved = resolve(value ?? null, template)
  if (typeof resolved !== 'object' || resolved === null || isList(resolved)) {
    throw new Error(`want an object, have ${JSON.stringify(resolved)}`)
  }
  return resolved
}

function resolveIntrinsic(name: string, argument: Json, template: Template): Json {
  if (name === 'Ref') return resolveReference(text(argument), template)
  if (name === 'Fn::GetAtt') return resolveAttribute(list(argument).map(text), template)
  if (name === 'Fn::Sub') {
    const [pattern = '', variables = {}] = isList(argument) ? argument : [argument]
    return substitute(text(pattern), resolveObject(variables, template), template)
  }
  const items = list(argument)
  const [first = '', second = '', third = ''] = items
  if (name === 'Fn::If') return resolve(holds(text(first), template) ? second : third, template)
  if (name === 'Fn::Join') return list(resolve(second, template)).map(text).join(text(first))
  if (name === 'Fn::Split') return text(resolve(second, template)).split(text(first))
  throw new Error(`the tests know no ${name}`)
}

function substitute(pattern: string, variables: JsonObject, template: Template): string {
  return pattern.replace(/\$\{([^}]+)\}/g, (_, reference: string) => {
    const variable = variables[reference]
    if (variable !== undefined) return text(variable)
    const [logicalId = '', attribute] = reference.split('.')
    return attribute ? resolveAttribute([logicalId, attribute], template) : resolveReference(logicalId, template)
  })
}

function resolveReference(logicalId: string, template: Template): string {
  const pseudoParameter = PSEUDO_PARAMETERS[logicalId]
  if (pseudoParameter) return pseudoParameter
  const { Type, Properties = {} } = findResource(logicalId, template)
  if (Type === 'AWS::Lambda::Function') return text(Properties.FunctionName ?? null)
  if (Type === 'AWS::Lambda::Alias') {
    const functionName = text(resolve(Properties.FunctionName ?? null, template))
    return `arn:aws:lambda:${ACCOUNT}:function:${functionName}:${text(Properties.Name ?? null)}`
  }
  return logicalId
}

function resolveAttribute([logicalId = '', attribute = '']: readonly string[], template: Template): string {
  const { Type, Properties = {} } = findResource(logicalId, template)
  if (attribute !== 'Arn') return `${logicalId}.${attribute}`
  switch (Type) {
    case 'AWS::S3::Bucket':
      return `arn:aws:s3:::${logicalId}`
    case 'AWS::DynamoDB::Table':
      return `arn:aws:dynamodb:${ACCOUNT}:table/${logicalId}`
    case 'AWS::Lambda::Function':
      return `arn:aws:lambda:${ACCOUNT}:function:${text(Properties.FunctionName ?? null)}`
    case 'AWS::Logs::LogGroup':
      return `arn:aws:logs:${ACCOUNT}:log-group:${text(Properties.LogGroupName ?? null)}:*`
    default:
      return `${logicalId}.Arn`
  }
}

function findResource(logicalId: string, template: Template): Resource {
  const resource = template.Resources[logicalId]
  if (!resource) throw new Error(`the template refers to ${logicalId}, which it does not have`)
  return resource
}

function text(value: Json): string {
  if (typeof value !== 'string') throw new Error(`want a string, have ${JSON.stringify(value)}`)
  return value
}

function list(value: Json): readonly Json[] {
  if (!isList(value)) throw new Error(`want a list, have ${JSON.stringify(value)}`)
  return value
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
