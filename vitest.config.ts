import { defineConfig } from 'vitest/config';

/** Five suites: `unit` and `program` (the program as a person types it) need nothing but Node; the others what their name says. */
const suite = (name: string, include: string[], exclude: string[] = []) => ({
  test: {
    name,
    include,
    exclude: ['**/node_modules/**', ...exclude],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What a test waits for comes late on a busy machine; a second, which is what is usual, is too little.
    expect: { poll: { timeout: 20_000 } },
    globalSetup: 'test/support/make-snapshot.ts',
    setupFiles: 'test/support/fixed-chance.ts',
    // No module keeps state, so the files of one worker may share what they have loaded.
    isolate: false,
  },
});

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      suite('unit', ['test/**/*.test.ts'], ['**/*.{program,service,recorded,browser}.test.ts']),
      suite('program', ['test/**/*.program.test.ts']),
      suite('services', ['test/**/*.service.test.ts']),
      suite('recorded', ['test/**/*.recorded.test.ts']),
      suite('browser', ['test/**/*.browser.test.ts']),
    ],
  },
});
