import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Two projects: `unit` needs nothing but Node; `conformance` drives real Kafka clients against real brokers. */
export default defineConfig({
  test: {
    allowOnly: false,
    // What is waited for comes when it comes: only a hang takes as long.
    expect: { poll: { timeout: 30_000, interval: 50 } },
    passWithNoTests: false,
    // Vitest itself keeps one processor free for a person who works beside it.
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['tests/conformance/**', 'tests/e2e/**'],
          // A machine that is busy with other things must not fail a test: a hang is still a hang after two minutes.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'conformance',
          include: ['tests/conformance/**/*.test.ts'],
          // Most of the time is spent waiting for a JVM: two files side by side need little more than half of it.
          maxWorkers: 2,
          // Other people's programs have races of their own: what failed is tried once more, and `npm test` tells of it.
          retry: 1,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
