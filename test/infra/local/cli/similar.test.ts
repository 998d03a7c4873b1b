import { expect, test } from 'vitest'
import { mostSimilar } from '../../../../infra/local/cli/similar.ts'

test.each([
  ['parameter-splt', 'parameter-split'],
  ['respones-range', 'response-range'],
  ['parametersplit', 'parameter-split'],
  ['unrelated-thing', undefined],
  ['', undefined],
])('the word that is most similar to %j is %j', (word, want) => {
  expect(mostSimilar(word, ['parameter-split', 'response-range', 'conflict'])).toBe(want)
})
