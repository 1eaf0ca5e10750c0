import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mutated } from './mutate.js';
import { listTargets } from './targets.js';
import { tryInput } from './try-input.js';

const corpus = fileURLToPath(new URL('./corpus/', import.meta.url));
const targets = (await listTargets()).map((target) => [target.name, target] as const);

/** The run of `npm run fuzz` looks closer. */
const SURELY_HANGS_MS = 15_000;

describe.each(targets)('%s', (name, target) => {
  const place = corpus + name.replaceAll(' ', '_');
  const kept = existsSync(place) ? readdirSync(place) : [];

  it('takes what once broke it', async () => {
    for (const file of kept)
      expect(
        await tryInput(target, readFileSync(`${place}/${file}`, 'utf8'), SURELY_HANGS_MS),
        file,
      ).toBeUndefined();
  });

  it('refuses what is broken with an error of its own', { timeout: 60_000 }, async () => {
    const seeds = await target.seeds();
    for (const good of seeds.slice(0, 2))
      expect(await tryInput(target, good, SURELY_HANGS_MS)).toBeUndefined();
    const inputs = fc.sample(mutated(seeds), { seed: 20_260_821, numRuns: 2 });
    for (const input of inputs) expect(await tryInput(target, input, SURELY_HANGS_MS)).toBeUndefined();
  });
});
