import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { EMULATOR_SETTINGS, OWN_SETTINGS } from '../../infra/local/cli/import/local-stack.ts'
import { LOCAL_SETTINGS } from '../../infra/local/importer/local-settings.ts'
import * as settings from '../../lib/config/settings.ts'
import { tableRows } from './table-rows.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/options.md'), 'utf8')
const rows = tableRows(page, '## Settings')
const column = (index: number) => Object.fromEntries(rows.map(row => [row[0], row[index]]))

const schemas: Readonly<Record<string, v.GenericSchema>> = Object.assign(
  {},
  ...Object.entries(settings).flatMap(([name, schema]) =>
    name.endsWith('Settings') && 'entries' in schema ? [schema.entries] : [],
  ),
)

/** Settings that the local stack makes. */
const OF_STACK = ['BUCKET', 'TABLE', 'IMPORT_FUNCTION', 'CHECK_FUNCTION', 'CONNECT_API_URL', 'TOKEN_SECRET_ID']
const STACK_SETTINGS: Readonly<Record<string, string>> = { S3_FORCE_PATH_STYLE: 'true' }

/** A value as the page writes it: one without anything in it is "none". */
const write = (value: unknown): string => {
  const text = Array.isArray(value) ? value.join(',') : typeof value === 'object' ? '' : String(value)
  return text === '' ? 'none' : text
}

const parsedValue = (schema: v.GenericSchema, text?: string): string => {
  const parsed = v.safeParse(schema, text)
  return parsed.success ? write(parsed.output) : 'required'
}

/** Limits of an integer setting, from its schema. */
const rangeOf = (schema: v.GenericSchema): readonly [number, number] | undefined => {
  const { wrapped } = schema as { wrapped?: { pipe?: readonly { type: string; requirement?: number }[] } }
  const [min, max] = ['min_value', 'max_value'].map(
    type => wrapped?.pipe?.find(rule => rule.type === type)?.requirement,
  )
  return min === undefined || max === undefined ? undefined : [min, max]
}

describe('docs/options.md', () => {
  test('has the settings of the functions with their defaults', () => {
    const want = Object.entries(schemas).map(([name, schema]) => [name, parsedValue(schema)])
    expect(column(1)).toEqual(Object.fromEntries(want))
  })

  test('has their values on the command line', () => {
    const local = { ...LOCAL_SETTINGS, ...STACK_SETTINGS }
    const want = Object.entries(schemas).map(([name, schema]) => {
      const value = OF_STACK.includes(name) ? 'set' : parsedValue(schema, local[name])
      const emulated = Object.entries(EMULATOR_SETTINGS).find(([other]) => other === name)
      return [name, emulated === undefined ? value : `${value}\`; emulator: \`${emulated[1]}`]
    })
    expect(column(2)).toEqual(Object.fromEntries(want))
  })

  test('has the settings that the command line takes from its environment', () => {
    const [, listed = ''] = /from its environment:\n(.*?)\. `npm run api`/s.exec(page) ?? []
    expect([...listed.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual(OWN_SETTINGS)
  })

  test('has the range of each integer, and no other', () => {
    const described = rows.map(([name = '', , , text = '']) => [name, /\d[\d,]* to \d[\d,]*/.exec(text)?.[0]])
    const want = rows.map(([name = '']) => {
      const range = schemas[name] && rangeOf(schemas[name])
      return [name, range?.map(limit => limit.toLocaleString('en')).join(' to ')]
    })
    expect(Object.fromEntries(described)).toEqual(Object.fromEntries(want))
    expect(want.filter(([, range]) => range !== undefined).length).toBeGreaterThan(10)
  })
})
