import type { Json, Template } from './template.ts'

/** Whether a condition of the template holds. @throws when it is made of a function that the project does not use */
export function holds(name: string, template: Template): boolean {
  const condition = template.Conditions?.[name]
  if (condition === undefined) throw new Error(`the template has no condition ${name}`)
  return isTrue(condition)
}

/** The template without the resources that would not be made. */
export function withoutUnmade(template: Template): Template {
  const made = Object.entries(template.Resources).filter(
    ([, { Condition }]) => Condition === undefined || holds(Condition, template),
  )
  return { ...template, Resources: Object.fromEntries(made) }
}

function isTrue(condition: Json): boolean {
  const [[name, argument] = ['', null]] = Object.entries(condition ?? {})
  const items: readonly Json[] = Array.isArray(argument) ? argument : []
  if (name === 'Fn::Not') return !isTrue(items[0] ?? null)
  if (name === 'Fn::Equals') return items[0] === items[1]
  throw new Error(`the tests know no ${name} in a condition`)
}
