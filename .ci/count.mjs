import { readFileSync } from 'node:fs'

// Runs on the machine's own Node, also where the installation failed. A test file that could not be loaded has no
// tests to count, so it counts as one that failed; so does a run that never got to the tests.
const text = readFileSync(process.argv[2], 'utf8')
const { numPassedTests, numFailedTests, testResults } = text
  ? JSON.parse(text)
  : { numPassedTests: 0, numFailedTests: 1, testResults: [] }
const broken = testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && !assertionResults.some(test => test.status === 'failed'),
)
if (!text) process.stdout.write('The tests did not run: the installation or a check before them failed, see above.\n')
process.stdout.write(`${numPassedTests} passed, ${numFailedTests + broken.length} failed\n`)
