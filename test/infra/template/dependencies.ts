import type { Json, Template } from './template.ts'

/** Each resource with the resources that CloudFormation must make before it: its references and its DependsOn. */
export function listDependencies(template: Template): ReadonlyMap<string, ReadonlySet<string>> {
  const logicalIds = Object.keys(template.Resources)
  return new Map(
    Object.entries(template.Resources).map(([logicalId, { Properties = {}, DependsOn = [] }]) => {
      const references = [...listReferences(Properties), ...[DependsOn].flat()]
      return [logicalId, new Set(references.filter(reference => logicalIds.includes(reference)))]
    }),
  )
}

/** An order in which every resource comes after what it depends on. @throws when there is a circle */
export function sortByDependency(dependencies: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const sorted = new Set<string>()
  while (sorted.size < dependencies.size) {
    const waiting = [...dependencies].filter(([logicalId]) => !sorted.has(logicalId))
    const next = waiting.find(([, needed]) => needed.isSubsetOf(sorted))
    if (!next) throw new Error(`these wait for one another: ${waiting.map(([logicalId]) => logicalId).join(', ')}`)
    sorted.add(next[0])
  }
  return [...sorted]
}

function listReferences(value: Json): readonly string[] {
  if (typeof value === 'string') return [...value.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => {
    if (key === 'Ref' || key === 'Fn::GetAtt') return [item].flat().filter(name => typeof name === 'string')
    return listReferences(item)
  })
}
