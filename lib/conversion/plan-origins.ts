import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Plan } from './plan.ts'

type Origin = (pointer: string) => string

/**
 * Returns a plan whose diagnostics and operations have the pointers of where their values were written. Definitions have
 * them as `origin`, since their own pointers identify them in later imports; so do those of what can't be read.
 */
export function withOrigins(plan: Plan, origin: Origin): Plan {
  const moved = <Item extends { readonly pointer: string; readonly problems: readonly Diagnostic[] }>(
    item: Item,
  ): Item => ({
    ...item,
    pointer: origin(item.pointer),
    problems: moveAll(item.problems, origin),
  })
  return {
    ...plan,
    actions: plan.actions.map(moved),
    triggers: plan.triggers.map(moved),
    definitions: plan.definitions.map(item => {
      const written = origin(item.pointer)
      const moved = written === item.pointer ? {} : { origin: written }
      return { ...item, ...moved, problems: moveAll(item.problems, origin) }
    }),
    ...(plan.authSchemes && {
      authSchemes: plan.authSchemes.map(scheme => ({ ...scheme, pointer: origin(scheme.pointer) })),
    }),
    ...(plan.connection && {
      connection: {
        ...plan.connection,
        schemes: plan.connection.schemes.map(scheme => ({ ...scheme, pointer: origin(scheme.pointer) })),
        servers: plan.connection.servers.map(server => ({ ...server, pointer: origin(server.pointer) })),
      },
    }),
    diagnostics: moveAll(plan.diagnostics, origin),
  }
}

const moveAll = (problems: readonly Diagnostic[], origin: Origin): Diagnostic[] =>
  problems.map(problem => ({ ...problem, pointer: origin(problem.pointer) }))
