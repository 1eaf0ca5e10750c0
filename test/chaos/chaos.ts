import { rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { planRounds } from './plan-rounds.js';
import { playRound, type Round, type RoundOptions, type RoundPlan } from './play-round.js';
import { type Build, chooseBuild } from './program.js';
import { postgresUser } from './services.js';
import { tellHead, tellRound, tellTotals } from './tell.js';
import { makeTemplate } from './template.js';

const HELP = `Sends editions with the real program while processes and services are killed, and counts who got what.

  node --import tsx test/chaos/chaos.ts [options]

  --rounds N          how many rounds (20)
  --short             six rounds, side by side, few readers: for every change
  --seed TEXT         repeats the rounds of that seed (a new one each time; short: always the same)
  --round N           only this one of the seed's rounds
  --only WORDS        only kinds of rounds with these words in their name
  --size SIZE         only redis, postgres or embedded installations
  --readers N         readers of each edition (300; short: 200)
  --side-by-side N    rounds that are played at once (3; short: 6)
  --patient           waits for leases and the schedule of every minute instead of hurrying them on
  --keep-logs         keeps the logs of good rounds too
  --build BUILD       dist or src (dist when it is newer than src)

Needs redis-server and PostgreSQL's programs; starts its own, and ends them. Exit status 1 when a promise was broken.
`;

const { values: given } = parseArgs({
  options: {
    rounds: { type: 'string' },
    short: { type: 'boolean', default: false },
    seed: { type: 'string' },
    round: { type: 'string' },
    only: { type: 'string' },
    size: { type: 'string' },
    readers: { type: 'string' },
    'side-by-side': { type: 'string' },
    'keep-logs': { type: 'boolean', default: false },
    patient: { type: 'boolean', default: false },
    build: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const say = (text: string) => void process.stdout.write(text);

async function main(): Promise<number> {
  if (given.help) return say(HELP) ?? 0;
  const seed = given.seed ?? (given.short ? 'short' : Math.random().toString(36).slice(2, 8));
  const rounds = Number(given.rounds ?? (given.short ? 6 : 20));
  const plans = planRounds({ seed, rounds, short: given.short, only: given.only, size: given.size }).filter(
    ({ number }) => given.round === undefined || number === Number(given.round),
  );
  if (plans.length === 0) throw new Error('there is no round like that; see --help');
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-chaos-'));
  removeAtEnd(folder);
  // PostgreSQL runs as another user, who must be able to pass.
  await chmod(folder, 0o755);
  const build: Build = given.build === 'src' || given.build === 'dist' ? given.build : chooseBuild();
  const readers = Number(given.readers ?? (given.short ? 200 : 300));
  const owner = postgresUser() ?? 'you, who are not root';
  say(
    `seed ${seed}; the program from ${build}; ${readers} readers an edition; PostgreSQL runs as ${owner}\n`,
  );
  const template = await makeTemplate({ folder, build, readers, sizes: plans.map(({ size }) => size) });
  const keepLogs = given['keep-logs'];
  const options = { folder, build, template, readers, hurry: !given.patient, keepLogs };
  const played = await playAll(plans, options, Number(given['side-by-side'] ?? (given.short ? 6 : 3)));
  say(tellTotals(played, seed));
  return played.some(({ broken }) => broken.length > 0) ? 1 : 0;
}

/** Also when the run is interrupted; processes are ended by the same event, see children.ts. */
function removeAtEnd(folder: string): void {
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
}

async function playAll(plans: RoundPlan[], options: RoundOptions, sideBySide: number): Promise<Round[]> {
  const [waiting, played] = [[...plans], [] as Round[]];
  say(tellHead());
  const lane = async () => {
    for (let plan = waiting.shift(); plan; plan = waiting.shift()) {
      const round = await playRound(plan, options);
      played.push(round);
      say(tellRound(round));
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, lane));
  return played;
}

process.exit(await main());
