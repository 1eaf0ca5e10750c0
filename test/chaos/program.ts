import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from './children.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Whether the program runs as it is built, or from its sources. */
export type Build = 'dist' | 'src';

/** What is built, when nothing in src is newer. */
export function chooseBuild(): Build {
  const built = newest(join(root, 'dist'));
  return built > 0 && built >= newest(join(root, 'src')) ? 'dist' : 'src';
}

function newest(folder: string): number {
  const files = listFiles(folder).map((file) => statSync(file).mtimeMs);
  return Math.max(0, ...files);
}

function listFiles(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}

export interface ProgramOptions {
  build: Build;
  variables: NodeJS.ProcessEnv;
  logFile: string;
  /** How wrong its clock is. */
  clockOffMs?: number;
}

/** Starts the real program: `broadsheet …`. */
export function startProgram(argv: string[], options: ProgramOptions): Child {
  const { build, variables, logFile, clockOffMs } = options;
  const clock = clockOffMs === undefined ? [] : ['--import', './test/chaos/shifted-clock.mjs'];
  const entry = build === 'dist' ? ['bin/broadsheet.js'] : ['--import', 'tsx', 'src/main.ts'];
  return startChild(process.execPath, [...clock, ...entry, ...argv], {
    cwd: root,
    logFile,
    variables: { ...variables, ...(clockOffMs !== undefined && { SHIFT_CLOCK_MS: String(clockOffMs) }) },
  });
}

/** Waits until a program has said something; false when it ended without. Raises with all it said when it takes too long. */
export async function saysOrEnds(child: Child, pattern: RegExp, patienceMs = 600_000): Promise<boolean> {
  const until = Date.now() + patienceMs;
  while (!pattern.test(child.said())) {
    if (!child.isAlive()) return false;
    if (Date.now() > until) throw new Error(`process ${child.pid} never said ${pattern}:\n${child.said()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
}
