import { defineConfig } from 'vitest/config';

/** Files that put something else in place of modules, which holds for a whole process: each has one of its own. */
const alone = ['test/api/tenancy-alone.test.ts', 'test/ledger/without-node.test.ts'];

const all = {
  setupFiles: 'test/support/setup.ts',
  pool: 'forks',
  maxWorkers: 2,
  // Limits for what hangs, not for what takes its time. One for what is waited for: under the minute after which the
  // service and the apps look by themselves, so that a missed call still shows.
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 50_000, interval: 50 } },
} as const;

export default defineConfig({
  test: {
    globalSetup: ['test/support/postgres-server.ts'],
    maxWorkers: 2,
    projects: [
      { test: { ...all, name: 'alone', include: alone, isolate: true } },
      {
        test: {
          ...all,
          name: 'together',
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: alone,
          // What a file loads the next one finds: to load the service anew for each takes a third of the time.
          isolate: false,
        },
      },
    ],
  },
});
