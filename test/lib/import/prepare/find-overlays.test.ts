import { expect, test } from 'vitest'
import { findOverlays } from '../../../../lib/import/prepare/find-overlays.ts'
import { isOverlay } from '../../../../lib/store/keys.ts'

test.each([
  ['overlay.yaml', true],
  ['overlay.yml', true],
  ['overlay.json', true],
  ['names.overlay.yaml', true],
  ['a/b.overlay.json', true],
  ['Overlay.YAML', true],
  ['myoverlay.yaml', false],
  ['overlay.yaml.bak', false],
  ['overlay/openapi.yaml', false],
  ['overlay', false],
  ['.overlay.txt', false],
])('%s is an overlay: %s', (file, want) => {
  expect(isOverlay(file)).toBe(want)
})

const PREFIX = 'documents/o/c/v1/'
const KEYS = [
  'a.overlay.yaml',
  'b/overlay.yaml',
  'b/openapi.yaml',
  'fetched/overlay.yaml',
  'import.json',
  'openapi.yaml',
  'overlay.yaml',
]

const find = (file: string, overlays?: string[], keys = KEYS) => {
  const list = async function* (prefix: string) {
    for (const key of keys) if ((PREFIX + key).startsWith(prefix)) yield PREFIX + key
  }
  return findOverlays({ list }, { prefix: PREFIX, file }, { overlays })
}

test.each<[string, string[] | undefined, string[] | undefined]>([
  ['openapi.yaml', undefined, ['a.overlay.yaml', 'overlay.yaml']],
  ['b/openapi.yaml', undefined, ['b/overlay.yaml']],
  ['fetched/api.json', undefined, ['a.overlay.yaml', 'overlay.yaml']],
  ['c/openapi.yaml', undefined, undefined],
  ['openapi.yaml', ['x.yaml', 'overlay.yaml'], ['x.yaml', 'overlay.yaml']],
  ['openapi.yaml', [], []],
])('overlays of %s with the option %j: %j', async (file, option, names) => {
  const found = await find(file, option)
  expect(found?.names).toEqual(names)
  if (found !== undefined) expect(found.isChosen).toBe(option !== undefined)
})

test('files of the folder are known, for extends', async () => {
  const found = await find('openapi.yaml')
  expect([...(found?.files ?? [])]).toEqual(['a.overlay.yaml', 'import.json', 'openapi.yaml', 'overlay.yaml'])
})
