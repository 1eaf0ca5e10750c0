import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { type FoundPattern, findPatterns } from './find-patterns.js';
import { type Hostile, makeHostileTexts } from './hostile-texts.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A thread that has not come back by then is stopped. */
const STOPPED_MS = 5000;

/** What is matched only with texts that are short or our own: where, how the pattern begins, and why. */
const HARMLESS: readonly (readonly [file: string, begins: string, why: string])[] = [
  ['src/fetch/decode-text.ts', '<meta[^>]+charset', 'looks at the first 1024 bytes of a page'],
  [
    'src/sources/reading/feed-doi.ts',
    '[.,;:\\]]+$|(?<!',
    'ends a DOI, which is read to 520 characters at most',
  ],
  ['src/logger.ts', '^(?:[\\w-]*[-_])?(?:pass', 'looks at the last 200 characters of a name'],
  ['src/templates/compile-template.ts', '', 'shortens our own template, once'],
  ['src/templates/render-by-mjml.ts', '', 'reads our own templates'],
  [
    'src/web/routes/queues.ts',
    '<link\\b',
    'changes the page of the queue board, which is the same for everybody',
  ],
];

const isHarmless = ({ at, source }: FoundPattern) =>
  HARMLESS.some(([file, begins]) => at.startsWith(`${file}:`) && source.startsWith(begins));

/** Those of `new RegExp(…)` at the top of a file: they are there when it is loaded. */
async function builtPatterns(files: string[]): Promise<FoundPattern[]> {
  const script = fileURLToPath(new URL('./list-built-patterns.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, ...files], {
    cwd: root,
  });
  return JSON.parse(stdout) as FoundPattern[];
}

interface Slowest {
  ms: number;
  text?: Hostile;
}

/** Matches patterns one after the other in another thread, which is replaced when it does not come back. */
function openMatcher() {
  let worker: Worker | undefined;
  return {
    async slowest(pattern: FoundPattern): Promise<Slowest> {
      worker ??= new Worker(new URL('./match-texts.mjs', import.meta.url));
      const texts = makeHostileTexts(pattern);
      if (texts.length === 0) return { ms: 0 };
      const answer = await ask(worker, pattern, texts);
      if (answer) return answer;
      await worker.terminate();
      worker = undefined;
      return { ms: STOPPED_MS };
    },
    close: async () => void (await worker?.terminate()),
  };
}

function ask(worker: Worker, pattern: FoundPattern, texts: Hostile[]): Promise<Slowest | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), STOPPED_MS);
    worker.removeAllListeners();
    worker.once('error', reject);
    worker.once('message', (answer: Slowest) => {
      clearTimeout(timer);
      resolve(answer);
    });
    worker.postMessage({ pattern: { source: pattern.source, flags: pattern.flags }, texts });
  });
}

const { written, builders } = findPatterns(root);

async function findSlow(patterns: FoundPattern[]): Promise<string[]> {
  const matcher = openMatcher();
  const slow: string[] = [];
  for (const pattern of patterns.filter((each) => !isHarmless(each))) {
    const { ms, text } = await matcher.slowest(pattern);
    if (ms === 0) continue;
    slow.push(
      `${pattern.at} /${pattern.source}/${pattern.flags} hangs on ${JSON.stringify(text ?? 'something')}`,
    );
  }
  await matcher.close();
  return slow;
}

it('no pattern that stands in the program hangs on 100 KB that were made for it', {
  timeout: 300_000,
}, async () => {
  expect(await findSlow(written)).toEqual([]);
});

it('no pattern that the program puts together hangs either', { timeout: 120_000 }, async () => {
  const built = await builtPatterns(builders);
  expect(built.length).toBeGreaterThan(builders.length / 2);
  expect(await findSlow(built)).toEqual([]);
});

it('a pattern that does hang is found out', { timeout: 60_000 }, async () => {
  const bad = ['\\s+$', '^(?:a+)+$'];
  const patterns = bad.map((source) => ({ at: source, source, flags: '' }));
  expect((await findSlow(patterns)).map((told) => told.slice(0, told.indexOf(' ')))).toEqual(bad);
});
