import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    globalSetup: ['test/support/postgres-server.ts'],
    setupFiles: ['test/support/traces.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Limits for what hangs, not for what takes its time. One for what is waited for: under the minute after which the
    // service and the apps look by themselves, so that a missed call still shows.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 50_000, interval: 50 } },
  },
});
