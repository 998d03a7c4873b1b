import type { Release, ReleaseDefinition } from '../../../lib/release/release.ts'

const definitionOf = (name: string, schema: unknown): ReleaseDefinition => {
  const content = JSON.stringify(schema)
  const references = [...content.matchAll(/"#\/\$defs\/([\w-]+)"/g)].map(([, to = '']) => to)
  return { accept: ['application/json'], content, references: [...new Set(references)], pointer: `#/schemas/${name}` }
}

/** A release with one action, which sends or receives the first of the schemas. */
export const releaseWith = (schemas: Readonly<Record<string, unknown>>, direction: 'sent' | 'received'): Release => {
  const definitions = Object.keys(schemas)
    .slice(0, 1)
    .map(name => ({ definition: { name } }))
  return {
    actions: new Map([
      [
        'act',
        {
          method: 'POST',
          path: '/act',
          pointer: '#/paths/~1act/post',
          payload: {
            type: 'http',
            name: 'act',
            method: 'POST',
            path: '/act',
            parameters: [],
            ...(direction === 'sent' && { requestBody: { required: true, definitions } }),
            responses: direction === 'sent' ? [] : [{ status: 200, definitions }],
          },
        },
      ],
    ]),
    triggers: new Map(),
    definitions: new Map(Object.entries(schemas).map(([name, schema]) => [name, definitionOf(name, schema)])),
  }
}
