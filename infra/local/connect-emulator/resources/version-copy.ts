import type { Version } from '../state/model.ts'
import type { ActionRecord, DefinitionRecord, LinkRecord, TriggerRecord } from '../state/records.ts'

/** Copies the contents of a version with new ids, and with references to the copies. */
export function copyContents(
  { actions, triggers, definitions }: Version,
  nextId: () => string,
): { definitions: DefinitionRecord[]; actions: ActionRecord[]; triggers: TriggerRecord[] } {
  const newIds = new Map(Array.from(definitions.values(), ({ id }) => [id, nextId()]))
  const renewed = (id: string): string => newIds.get(id) ?? id
  const copyLinks = (links: readonly LinkRecord[]): LinkRecord[] =>
    links.map(({ definition }) => ({ id: nextId(), definition: { id: renewed(definition.id) } }))
  const copyRecord = <T extends TriggerRecord>(record: T): T => ({
    ...record,
    ...(record.requestBody && {
      requestBody: { ...record.requestBody, definitions: copyLinks(record.requestBody.definitions) },
    }),
    responses: record.responses.map(({ definitions: links, ...response }) => ({
      ...response,
      id: nextId(),
      definitions: copyLinks(links),
    })),
    id: nextId(),
  })
  return {
    definitions: Array.from(definitions.values(), definition => ({
      ...definition,
      id: renewed(definition.id),
      links: Object.fromEntries(Object.entries(definition.links).map(([reference, id]) => [reference, renewed(id)])),
    })),
    actions: Array.from(actions.values(), copyRecord),
    triggers: Array.from(triggers.values(), copyRecord),
  }
}
