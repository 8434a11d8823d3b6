import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'forks',
    globalSetup: ['./test/support/servers.ts'],
    maxWorkers: 2,
    // Colours would depend on where the tests run.
    env: { NO_COLOR: '1' },
    // For a machine that is busy with other things, too.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
    reporters: ['default', './test/support/count_reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'tests',
          include: ['{src,sample,bench,tools,test}/**/*.test.ts'],
          exclude: ['test/browser/**', '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: { name: 'browser', include: ['test/browser/**/*.test.ts'], testTimeout: 90_000 },
      },
    ],
  },
});
