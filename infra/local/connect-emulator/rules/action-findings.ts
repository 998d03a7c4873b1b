import type { Collection } from '../state/collection.ts'
import type { DefinitionRecord, LinkRecord, TriggerRecord } from '../state/records.ts'

/** `ActionError` and `TriggerError` of the contract; `field` is a JSON Pointer. */
export type ActionFinding = { readonly field: string; readonly message: string; readonly severity: 'error' | 'warning' }

const BODILESS = new Set(['GET', 'HEAD', 'DELETE'])

const succeeds = (status: number | undefined): boolean => status === undefined || (status >= 200 && status < 300)

/** Lists the errors (links to deleted definitions) and warnings of a stored action or trigger. */
export function actionFindings(
  { method, requestBody, responses }: TriggerRecord,
  definitions: Pick<Collection<DefinitionRecord>, 'byId'>,
): ActionFinding[] {
  const dangling = (links: readonly LinkRecord[], field: string): ActionFinding[] =>
    links.flatMap(({ definition }, index) =>
      definitions.byId(definition.id) === undefined
        ? [{ field: `${field}/${index}`, message: 'The linked definition was deleted.', severity: 'error' }]
        : [],
    )
  const warnings: ActionFinding[] = []
  if (!responses.some(response => succeeds(response.status))) {
    const message = 'The responses have no 2xx status and no default.'
    warnings.push({ field: '/responses', message, severity: 'warning' })
  }
  if (requestBody !== undefined && BODILESS.has(method)) {
    const message = `Many servers ignore or reject the body of a ${method} request.`
    warnings.push({ field: '/requestBody', message, severity: 'warning' })
  }
  return [
    ...dangling(requestBody?.definitions ?? [], '/requestBody/definitions'),
    ...responses.flatMap((response, index) => dangling(response.definitions, `/responses/${index}/definitions`)),
    ...warnings,
  ]
}
