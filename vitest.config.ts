import { defineConfig } from 'vitest/config';

/** Four suites: `unit` needs nothing but Node; the others need what their name says. */
const suite = (name: string, include: string[], exclude: string[] = []) => ({
  test: {
    name,
    include,
    exclude: ['**/node_modules/**', ...exclude],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: 'test/support/make-snapshot.ts',
    // No module keeps state, so the files of one worker may share what they have loaded.
    isolate: false,
  },
});

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      suite('unit', ['test/**/*.test.ts'], ['**/*.{service,recorded,browser}.test.ts']),
      suite('services', ['test/**/*.service.test.ts']),
      suite('recorded', ['test/**/*.recorded.test.ts']),
      suite('browser', ['test/**/*.browser.test.ts']),
    ],
  },
});
