import { BroadsheetError } from '../../src/errors.js';
import type { Target } from './target.js';

/** Time of the processor for one input. */
const HANGS_MS = 1000;
const MOST_MEMORY = 200 * 2 ** 20;

/**
 * What is wrong with how a target took an input; undefined when nothing is.
 * @param hangsMs more where nothing may depend on how fast the machine is
 */
export async function tryInput(
  target: Target,
  input: string,
  hangsMs = HANGS_MS,
): Promise<string | undefined> {
  const before = { cpu: process.cpuUsage(), memory: process.resourceUsage().maxRSS * 1024 };
  try {
    await target.read(input);
  } catch (error) {
    if (!(error instanceof BroadsheetError)) return describe(error);
  }
  const { user } = process.cpuUsage(before.cpu);
  if (user / 1000 > hangsMs) return `took ${Math.round(user / 1000)} ms of the processor`;
  const grown = process.resourceUsage().maxRSS * 1024 - before.memory;
  return grown > MOST_MEMORY ? `took ${Math.round(grown / 2 ** 20)} MB of memory` : undefined;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${String(error)}`;
  const at =
    error.stack
      ?.split('\n')
      .find((line) => line.includes('/src/'))
      ?.trim() ?? '';
  return `${error.name}: ${error.message.slice(0, 200)} ${at.replace(/file:\/\/.*\/src\//, 'src/')}`;
}
