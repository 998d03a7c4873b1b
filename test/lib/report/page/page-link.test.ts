import { expect, test } from 'vitest'
import { filterLink, itemLink, readPageLink } from '../../../../lib/report/page/page-link.ts'

test.each([
  ['no filter', {}, '#'],
  ['a result', { result: 'failed' }, '#result=failed'],
  ['special characters', { text: '/a b&c=é#' }, '#text=%2Fa+b%26c%3D%C3%A9%23'],
  ['an empty filter', { text: '', method: 'GET' }, '#method=GET'],
])('the address has the filters: %s', (_, filters, address) => {
  expect(filterLink(filters)).toBe(address)
  const { filters: read } = readPageLink(address.slice(1)) ?? {}
  expect(read).toEqual(Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== '')))
})

test.each(['listPets', 'a/b', 'a=b&c', '名前', '__proto__'])('the address of the item %s opens it', name => {
  expect(readPageLink(itemLink('actions', name).slice(1))?.item).toEqual({ kind: 'actions', name })
})

test('the address has the section to go to', () => {
  expect(readPageLink(filterLink({ result: 'kept' }, 'definitions').slice(1))?.go).toBe('definitions')
})

test('the id of an element is no state', () => {
  expect(readPageLink('actions')).toBeUndefined()
  expect(readPageLink('')).toEqual({ filters: {} })
  expect(readPageLink('unknown=1')).toEqual({ filters: {} })
})
