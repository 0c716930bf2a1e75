import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    // The libraries load graphql as CommonJS; with our files loading its other half there would be two of it.
    alias: { graphql: 'graphql/index.js' },
  },
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // Most tests wait for processes more than they work; left alone there would be one worker on a machine of two cores.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      reporter: ['text-summary', 'json-summary'],
      include: ['src/**', 'schema/**/*.ts', 'projections/**'],
      // What runs in processes of its own is tested there, and cannot be counted here.
      exclude: [
        'src/main.ts',
        'src/cli/main.ts',
        'src/compat/main.ts',
        'src/nats/keeper.mjs',
        'src/client/generated.ts',
        'src/client/operations/**',
      ],
      thresholds: { lines: 90, functions: 90, statements: 90, branches: 85 },
    },
  },
});
