import { defineConfig } from 'vitest/config'

/** Ends what hangs. No test is slow enough to come near it, also where other work slows the machine down. */
const within = (minutes: number) => ({
  testTimeout: minutes * 60_000,
  hookTimeout: minutes * 60_000,
  expect: { poll: { timeout: 30_000 } },
})

/**
 * A test's name says what it needs: `x.test.ts` nothing but this process, `x.integration.test.ts` local servers in it,
 * `x.e2e.test.ts` processes of its own, a browser, or minutes.
 */
export default defineConfig({
  test: {
    // The default leaves a core free, which on a machine of two cores is half of it.
    maxWorkers: '100%',
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
      // Floors: what is there may not become less. What runs in processes of its own is not counted.
      thresholds: { statements: 96, branches: 90, functions: 97, lines: 97 },
    },
  },
})
