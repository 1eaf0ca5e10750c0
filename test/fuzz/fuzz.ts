// npm run fuzz -- --minutes N [--seed S] [--target NAME]: tries everything that reads what others wrote with what nobody should write.
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { listTargets } from './targets.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string' },
    target: { type: 'string' },
  },
});
const minutes = Number(values.minutes);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
if (!(minutes > 0) || !Number.isInteger(seed)) {
  process.stderr.write('expected --minutes N above 0, and --seed S a whole number\n');
  process.exit(2);
}

/** Wall time without a sign of life, after which an input is taken to hang; time of the processor is measured inside. */
const SILENT_MS = 20_000;
/** The program's own needs, and 200 MB. */
const HEAP_MB = 300;

const folder = mkdtempSync(join(tmpdir(), 'broadsheet-fuzz-run-'));
const corpus = fileURLToPath(new URL('./corpus/', import.meta.url));

interface Told {
  runs: number;
  done?: boolean;
  problem?: string;
  input?: string;
}

function tryTarget(name: string, forMs: number): Promise<Told> {
  const current = join(folder, 'current');
  writeFileSync(current, '');
  const child = fork(
    fileURLToPath(new URL('./run-target.ts', import.meta.url)),
    [name, String(seed), String(forMs), current],
    {
      execArgv: ['--import', 'tsx', `--max-old-space-size=${HEAP_MB}`],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    },
  );
  let last: Told = { runs: 0 };
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-2000);
  });
  let timer = setTimeout(() => child.kill('SIGKILL'), SILENT_MS * 3);
  child.on('message', (told: Told) => {
    last = told;
    clearTimeout(timer);
    timer = setTimeout(() => child.kill('SIGKILL'), SILENT_MS);
  });
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (last.done) return resolve(last);
      const problem =
        signal === 'SIGKILL'
          ? `hung for ${SILENT_MS / 1000} s`
          : `the process ended (${signal ?? code}): ${errors.trim().split('\n')[0]}`;
      resolve({ ...last, problem, input: readFileSync(current, 'utf8') });
    });
  });
}

function keep(name: string, input: string): string {
  const place = join(corpus, name.replaceAll(' ', '_'));
  mkdirSync(place, { recursive: true });
  const file = join(place, `${createHash('sha256').update(input).digest('hex').slice(0, 12)}.txt`);
  writeFileSync(file, input);
  return file.slice(corpus.length);
}

const names = (await listTargets())
  .map(({ name }) => name)
  .filter((name) => name.includes(values.target ?? ''));
const forMs = (minutes * 60_000) / names.length;
process.stdout.write(
  `seed ${seed}, ${Math.round(forMs / 1000)} s each\n${'target'.padEnd(28)}${'runs'.padStart(9)}  findings\n`,
);
let findings = 0;
for (const name of names) {
  const { runs, problem, input } = await tryTarget(name, forMs);
  if (problem !== undefined) findings += 1;
  const told =
    problem === undefined
      ? '0'
      : `1  ${problem}${input === undefined ? '' : `\n  kept as corpus/${keep(name, input)}`}`;
  process.stdout.write(`${name.padEnd(28)}${String(runs).padStart(9)}  ${told}\n`);
}
rmSync(folder, { recursive: true, force: true });
process.stdout.write(findings === 0 ? 'nothing found\n' : `${findings} found; again with --seed ${seed}\n`);
process.exitCode = findings === 0 ? 0 : 1;
