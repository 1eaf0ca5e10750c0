import { otherTargets } from './other-targets.js';
import { sourceTargets } from './source-targets.js';
import type { Target } from './target.js';

/** Everything that reads what others wrote. */
export async function listTargets(): Promise<Target[]> {
  return [...(await sourceTargets()), ...otherTargets];
}
