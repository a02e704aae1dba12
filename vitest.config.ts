import { defineConfig } from 'vitest/config';

/** What has to come about may take its time on a busy machine; what comes at once is seen at once. */
const waiting = { expect: { poll: { timeout: 5_000 } } };

// Five kinds, so that `npm run check` can run the quick one alone, and browsers in calls never share the cores with others.
export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      {
        test: {
          name: 'unit',
          ...waiting,
          include: ['{server,shared,client,scripts}/**/*.test.{ts,tsx}'],
          testTimeout: 10_000,
        },
      },
      {
        test: {
          name: 'integration',
          ...waiting,
          include: ['tests/*.test.ts'],
          globalSetup: ['tests/global-setup.ts'],
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          // What people do in pages: nothing here is measured in milliseconds.
          name: 'pages',
          ...waiting,
          include: ['tests/e2e/pages/**/*.test.ts'],
          globalSetup: ['tests/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          ...waiting,
          include: ['tests/e2e/*.test.ts'],
          globalSetup: ['tests/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        test: {
          // Whole clusters in network namespaces: `node scripts/field.mjs`, as root.
          name: 'field',
          ...waiting,
          include: ['tests/field/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
