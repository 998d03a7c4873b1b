import { expect, test } from 'vitest'
import { isRoot, specificationOf } from '../../../../lib/openapi/objects/version.ts'

test.each([
  { given: { swagger: '2.0' }, dialect: '2.0', version: '2.0' },
  { given: { swagger: 2 }, dialect: '2.0', version: '2.0' },
  { given: { openapi: '3.0.0' }, dialect: '3.0', version: '3.0.0' },
  { given: { openapi: 3 }, dialect: '3.0', version: '3.0' },
  { given: { openapi: '3.0.4-rc1' }, dialect: '3.0', version: '3.0.4-rc1' },
  { given: { openapi: 3.1 }, dialect: '3.1', version: '3.1' },
  { given: { openapi: ' 3.1.1 ' }, dialect: '3.1', version: '3.1.1' },
  { given: { openapi: '3.2.0' }, dialect: '3.2', version: '3.2.0' },
  { given: { openapi: '3.1.0', swagger: '2.0' }, dialect: '3.1', version: '3.1.0' },
])('$given is $dialect', ({ given, dialect, version }) => {
  expect(specificationOf(given, 'a.yaml')).toMatchObject({ ok: true, dialect, version })
})

test.each([
  { given: { openapi: '3.3.0' }, code: 'unsupported-version', pointer: 'a.yaml#/openapi', says: 'OpenAPI 3.3.0' },
  { given: { openapi: '3.10.0' }, code: 'unsupported-version', pointer: 'a.yaml#/openapi', says: 'OpenAPI 3.10.0' },
  { given: { openapi: '2.0' }, code: 'unsupported-version', pointer: 'a.yaml#/openapi', says: 'OpenAPI 2.0' },
  { given: { swagger: '1.2' }, code: 'unsupported-version', pointer: 'a.yaml#/swagger', says: 'OpenAPI 1.2' },
  { given: { swagger: '3.0.0' }, code: 'unsupported-version', pointer: 'a.yaml#/swagger', says: 'OpenAPI 3.0.0' },
  { given: { openapi: null }, code: 'unsupported-version', pointer: 'a.yaml#/openapi', says: 'OpenAPI null' },
  { given: { info: {} }, code: 'not-openapi', pointer: 'a.yaml#', says: 'neither' },
  { given: [], code: 'not-openapi', pointer: 'a.yaml#', says: 'neither' },
  { given: 'openapi', code: 'not-openapi', pointer: 'a.yaml#', says: 'neither' },
  { given: undefined, code: 'not-openapi', pointer: 'a.yaml#', says: 'neither' },
])('$given is refused', ({ given, code, pointer, says }) => {
  const specification = specificationOf(given, 'a.yaml')
  if (specification.ok) expect.fail('it was taken')
  expect(specification.problem).toMatchObject({ severity: 'error', code, pointer })
  expect(specification.problem.message).toContain(says)
})

test('only a root says of itself what it is', () => {
  expect([{ openapi: '9' }, { swagger: null }, { paths: {} }, null].map(isRoot)).toEqual([true, true, false, false])
})
