// Tries one target in a process of its own: what hangs or eats all memory here takes nobody along.
import { writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import fc from 'fast-check';
import { mutated } from './mutate.js';
import { listTargets } from './targets.js';
import { tryInput } from './try-input.js';

const [name, seed, forMs, current = ''] = argv.slice(2);

const target = (await listTargets()).find((each) => each.name === name);
if (!target) throw new Error(`there is no target "${name}"`);
const seeds = await target.seeds();
for (const good of seeds) await tryInput(target, good);

let runs = 0;
let problem: string | undefined;
const outcome = await fc.check(
  fc.asyncProperty(mutated(seeds), async (input) => {
    runs += 1;
    writeFileSync(current, input);
    process.send?.({ runs });
    problem = await tryInput(target, input);
    if (problem !== undefined) throw new Error(problem);
  }),
  {
    seed: Number(seed),
    numRuns: 10_000_000,
    interruptAfterTimeLimit: Number(forMs),
    markInterruptAsFailure: false,
  },
);
const found = outcome.failed
  ? { problem: (outcome.errorInstance as Error).message, input: outcome.counterexample?.[0] }
  : {};
process.send?.({ runs, done: true, ...found }, () => process.exit());
