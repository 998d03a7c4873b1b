import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Ends what hangs. No test is slow enough to come near it, also where other work slows the machine down. */
const within = (minutes: number) => ({
  testTimeout: minutes * 60_000,
  hookTimeout: minutes * 60_000,
  expect: { poll: { timeout: 30_000 } },
})

/**
 * Files that take the longest, although they are short: without a cache of times, as in a fresh clone, the order is by size,
 * and one of them would run alone at the end.
 */
const LONG = ['docs/walk', 'browser/report-page-access', 'night/night', 'chaos/kill', 'chaos/outage'].map(
  name => `/test/${name}.e2e.test.ts`,
)

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.some(end => moduleId.endsWith(end))
    return (await super.sort(files)).toSorted((a, b) => Number(isLong(b)) - Number(isLong(a)))
  }
}

/**
 * A test's name says what it needs: `x.test.ts` nothing but this process, `x.integration.test.ts` local servers in it,
 * `x.e2e.test.ts` processes of its own, a browser, or minutes.
 */
export default defineConfig({
  test: {
    // The default leaves a core free, which on a machine of two cores is half of it.
    maxWorkers: '100%',
    sequence: { sequencer: LongFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.{integration,e2e}.test.ts'],
          setupFiles: ['test/support/no-servers.ts', 'test/support/no-processes.ts'],
          isolate: false,
          ...within(1),
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/**/*.integration.test.ts'],
          setupFiles: ['test/support/no-processes.ts'],
          isolate: false,
          ...within(2),
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/**/*.e2e.test.ts'],
          // Most of the time of a short process is for compiling the sources: once is enough for all of them.
          env: { NODE_COMPILE_CACHE: `${import.meta.dirname}/node_modules/.cache/node-compile` },
          ...within(5),
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['lib/**/*.ts', 'functions/*.ts'],
      // Runs in a browser: test/browser.
      exclude: ['lib/report/page/client/**'],
      reporter: ['text-summary'],
      // Floors: what is there may not become less. The unit and integration tests reach them alone: what runs in processes
      // of its own is not counted.
      thresholds: { statements: 96, branches: 90, functions: 97, lines: 97 },
    },
  },
})
