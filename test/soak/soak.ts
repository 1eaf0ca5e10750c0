import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { liveDays } from './live.js';
import { openSoak } from './open-soak.js';
import { judgeGrowth, MOST_GROWTH, type SoakDay, tellSoak } from './tell.js';

const HELP = `npm run test:soak -- [--days N] [--readers N] [--hours N]

Lives through N days (60) on the real way, with N readers (5000) who come and go and a site that fails now and then, and
looks every day whether a promise was broken and how much memory is needed. --hours spreads the days over so many hours.
DATABASE_URL: a PostgreSQL server on which a database is made and dropped; else the embedded one. RECORDED_DIR: recorded
days that are read beside the sample's. Ends with 1 when a promise is broken or memory has grown by more than ${100 * MOST_GROWTH} %.
`;

const { values } = parseArgs({
  options: {
    days: { type: 'string', default: '60' },
    readers: { type: 'string', default: '5000' },
    hours: { type: 'string', default: '0' },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  const [days, readers, hours] = [values.days, values.readers, values.hours].map(Number) as [
    number,
    number,
    number,
  ];
  if (!(days >= 1 && readers >= 1 && hours >= 0)) {
    process.stderr.write(HELP);
    return 2;
  }
  const { DATABASE_URL, RECORDED_DIR } = process.env;
  const soak = await openSoak({
    ...{ days, readers },
    ...(DATABASE_URL && { serverUrl: DATABASE_URL }),
    ...(RECORDED_DIR && { recordedDir: RECORDED_DIR }),
  });
  try {
    return await play(soak, { days, readers, dayMs: (hours * 3_600_000) / days });
  } finally {
    await soak.close();
  }
}

async function play(
  soak: Awaited<ReturnType<typeof openSoak>>,
  { days, readers, dayMs }: { days: number; readers: number; dayMs: number },
): Promise<number> {
  const lived: SoakDay[] = [];
  const life = liveDays(soak, days, readers);
  for (;;) {
    const { value, done } = await life.next();
    if (done) return tellEnd(lived, value.broken);
    lived.push(value);
    process.stdout.write(lived.length === 1 ? tellSoak([value]) : lastLine([...lived.slice(0, 1), value]));
    await sleep(Math.max(0, dayMs - 1000 * value.seconds));
  }
}

/** A line at a time as the days go by; the whole table, with its columns in order, follows at the end. */
const lastLine = (days: SoakDay[]) => `${tellSoak(days).trimEnd().split('\n').at(-1)}\n`;

function tellEnd(lived: SoakDay[], broken: readonly string[]): number {
  const growth = judgeGrowth(lived);
  const grown = growth
    ? `Memory: ${growth.before} MB about day 10, ${growth.after} MB at the end, ${(100 * growth.share).toFixed(1)} % more.`
    : 'Memory: too few days to tell whether it grows.';
  process.stdout.write(`\n${tellSoak(lived)}\n${grown}\nPromises broken: ${broken.length}\n`);
  for (const what of broken.slice(0, 50)) process.stdout.write(`  ${what}\n`);
  return broken.length > 0 || growth?.isTooMuch ? 1 : 0;
}

if (values.help) process.stdout.write(HELP);
else process.exitCode = await main();
