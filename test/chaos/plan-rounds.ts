import { createChance } from './chance.js';
import { type Kind, kinds } from './kinds.js';
import type { RoundPlan } from './play-round.js';
import type { Size } from './size.js';

export interface PlanOptions {
  seed: string;
  rounds: number;
  short: boolean;
  only: string | undefined;
  size: string | undefined;
}

/** What a change must always live through. */
const SHORT: [name: string, size: Size][] = [
  ['kill the sender', 'postgres'],
  ['kill everything', 'redis'],
  ['restart PostgreSQL', 'redis'],
  ['kill the sender', 'embedded'],
  ['stop the sender', 'redis'],
  ['two operators at once', 'postgres'],
];

/** The rounds of a seed: every kind in every size before any comes again, in an order of the seed's. */
export function planRounds({ seed, rounds, short, only, size }: PlanOptions): RoundPlan[] {
  const all = short ? SHORT.map(([name, on]) => ({ kind: findKind(name), size: on })) : everything(seed);
  const wanted = all.filter(
    (each) =>
      (only === undefined || each.kind.name.includes(only)) && (size === undefined || each.size === size),
  );
  return Array.from({ length: wanted.length > 0 ? rounds : 0 }, (_, at) => {
    const { kind, size: on } = wanted[at % wanted.length] as (typeof wanted)[number];
    const own = `${seed}-${at + 1}`;
    return { number: at + 1, seed: own, kind, size: on, rough: createChance(`${own}.weather`).is(0.6) };
  });
}

function findKind(name: string): Kind {
  const kind = kinds.find((each) => each.name === name);
  if (!kind) throw new Error(`there is no kind of round named ${name}`);
  return kind;
}

function everything(seed: string): { kind: Kind; size: Size }[] {
  const chance = createChance(`${seed}.order`);
  const list = kinds.flatMap((kind) => kind.sizes.map((size) => ({ kind, size, place: chance.next() })));
  return list.sort((one, other) => one.place - other.place);
}
