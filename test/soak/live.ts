import { setTimeout as sleep } from 'node:timers/promises';
import { dayAfter } from '../../src/commands/days.js';
import { deliverBatch } from '../../src/jobs/deliver-batch.js';
import { freezeEdition } from '../../src/jobs/freeze-edition.js';
import type { Call } from '../../src/jobs/job.js';
import { keepWatch } from '../../src/jobs/keep-watch.js';
import { scanSource } from '../../src/jobs/scan-source.js';
import type { Day } from '../../src/model/clock.js';
import type { Cadence, Edition } from '../../src/model/edition.js';
import type { Scope } from '../../src/model/scan.js';
import { type Crowd, createCrowd } from './crowd.js';
import { createJudge, type Judge, type TakenMail } from './judge.js';
import type { Soak } from './open-soak.js';
import { FOUL, type Weather } from './soak-site.js';
import type { SoakDay } from './tell.js';

/** Editions that are looked at again every day. */
const WATCHED_EDITIONS = 12;
const HOURS = ['06', '07', '08', '09'];
/** A fiftieth of the readers come and go every day. */
const TURNOVER = 50;
/** Lists of earlier days that are looked at again each morning, as the shipped schedule does. */
const REVISITS = 3;

interface Told {
  papers?: number;
  fresh?: number;
  [count: string]: unknown;
}

interface Life {
  soak: Soak;
  judge: Judge;
  crowd: Crowd;
  editions: Edition[];
  /** Counts of the day that is lived. */
  today: SoakDay;
}

/** Lives through the days on the real way, and lets the judge look at each. */
export async function* liveDays(soak: Soak, days: number, readers: number): AsyncGenerator<SoakDay, Judge> {
  const judge = createJudge();
  const crowd = createCrowd(soak.app.deps.store, judge);
  await crowd.join(readers);
  const editions: Edition[] = [];
  for (let at = 0; at < days; at += 1) {
    const startedAt = performance.now();
    const today = emptyDay(dayAfter(soak.site.firstDay, at));
    await liveDay({ soak, judge, crowd, editions, today }, at);
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    yield {
      ...today,
      ...(await measureMemory()),
      readers: crowd.size(),
      seconds,
      broken: judge.broken.length,
    };
  }
  return judge;
}

const emptyDay = (day: Day): SoakDay => ({
  ...{ day, papers: 0, fresh: 0, failed: 0, readers: 0, joined: 0, left: 0, mails: 0, pruned: 0 },
  ...{ megabytes: 0, rss: 0, seconds: 0, broken: 0 },
});

async function liveDay(life: Life, at: number): Promise<void> {
  const { soak, today } = life;
  const turnTo = (time: string) => soak.clock.turnTo(new Date(`${today.day}T${time}:00Z`));
  turnTo('03:30');
  for (let back = 1; back <= Math.min(at, REVISITS); back += 1)
    await read(life, { day: dayAfter(today.day, -back) });
  await publish(life, turnTo);
  turnTo('15:30');
  await readInWeather(life, at);
  await readPeople(life);
  turnTo('23:00');
  await prune(life);
  await look(life);
}

async function run({ soak }: Pick<Life, 'soak'>, call: Call): Promise<Told> {
  return (await (await soak.app.queue.enqueue(call, { attempts: 1 })).ended()) as Told;
}

async function read(
  life: Life,
  scope: Scope,
  sourceId = 'hf-daily',
  force = false,
): Promise<Told | undefined> {
  try {
    const told = await run(life, scanSource.with({ sourceId, scope, force, askedBy: 'soak' }));
    life.today.fresh += told.fresh ?? 0;
    return told;
  } catch {
    life.today.failed += 1;
    return undefined;
  }
}

/** Now and then the site misbehaves, and now and then for the rest of the day; what it says then must change nothing. */
async function readInWeather(life: Life, at: number): Promise<void> {
  const { soak, judge, today } = life;
  const scope = { day: today.day };
  const weather: Weather = at % 4 === 2 ? (FOUL[(at >> 2) % FOUL.length] ?? 'error') : 'fair';
  if (weather !== 'fair') {
    if (weather === 'torn') await read(life, scope);
    soak.site.setWeather(weather);
    const before = await soak.fingerprint();
    const failedBefore = today.failed;
    await read(life, scope, 'hf-daily', true);
    judge.leftAlone(`promise 1: a page in ${weather} weather`, before, await soak.fingerprint());
    if (weather !== 'torn' && today.failed === failedBefore)
      judge.leftAlone(`${weather} weather`, 'failed', 'read');
    soak.site.setWeather('fair');
    if (at % 8 === 6) return;
  }
  today.papers = (await read(life, scope))?.papers ?? 0;
  const before = await soak.fingerprint();
  const again = await read(life, scope, 'hf-daily', true);
  judge.rereadingTold(today.day, again ?? {});
  judge.leftAlone('promise 2: reading a page again', before, await soak.fingerprint());
}

async function readPeople(life: Life): Promise<void> {
  for (const scope of life.soak.site.profiles) await read(life, scope, 'scholarfeed');
}

async function publish(life: Life, turnTo: (time: string) => void): Promise<void> {
  const { soak, crowd, today } = life;
  const weekday = new Date(today.day).getUTCDay();
  const due: Cadence[] =
    weekday === 1 ? ['daily', 'weekly'] : weekday === 0 || weekday === 6 ? [] : ['daily'];
  turnTo(soak.app.config.editions.freezeAt);
  for (const cadence of due) await freeze(life, cadence);
  const turnover = Math.ceil(crowd.size() / TURNOVER);
  for (const hour of HOURS) {
    // Between the plan and the mail: who leaves now gets none any more, and who comes now waits for the next edition.
    if (hour === '07') {
      await crowd.leave(turnover);
      await crowd.join(turnover);
      Object.assign(today, { left: turnover, joined: turnover });
    }
    turnTo(`${hour}:00`);
    await deliver(life);
  }
  await lookIntoMails(life);
}

async function freeze(life: Life, cadence: Cadence): Promise<void> {
  const { soak, judge, editions, today } = life;
  await run(life, freezeEdition.with({ cadence, date: today.day }));
  const edition = await soak.app.deps.store.editionOf(cadence, today.day);
  if (!edition)
    return judge.leftAlone(`promise 9: the ${cadence} edition of ${today.day}`, 'frozen', 'not frozen');
  judge.editionSeen(edition);
  editions.push(edition);
  if (editions.length > WATCHED_EDITIONS) editions.shift();
  if (cadence === 'daily') today.edition = edition.papers.length;
}

async function deliver(life: Life): Promise<void> {
  const { soak, today } = life;
  const { store, clock } = soak.app.deps;
  for (
    let ids = await store.dueEditions(clock.now());
    ids.length > 0;
    ids = await store.dueEditions(clock.now())
  )
    for (const editionId of ids) await run(life, deliverBatch.with({ editionId, lane: 1 }));
  const mails = takeMails(soak);
  today.mails += mails.length;
  life.judge.mailsTaken(mails);
}

/** Copies of the texts: a piece of a mail keeps the whole of it in memory. */
const takeMails = ({ mailServer }: Soak): TakenMail[] =>
  mailServer.accepted
    .splice(0)
    .map(({ recipient, messageId }) => JSON.parse(JSON.stringify({ recipient, messageId })) as TakenMail);

/** Of the watched readers every paper they were mailed. */
async function lookIntoMails({ soak, judge, crowd, editions, today }: Life): Promise<void> {
  const todays = editions.filter(({ date }) => date === today.day);
  for (const { id, papers } of todays) {
    const revised = new Set(papers.filter((paper) => paper.revised).map(({ paperId }) => paperId));
    for (const reader of crowd.watched()) {
      const held = await soak.app.deps.store.papersMailed(id, reader.id);
      judge.papersMailed(reader.email, held ?? [], revised);
    }
  }
}

/** As many minutes as it takes. */
async function prune(life: Life): Promise<void> {
  for (;;) {
    const { pruned } = (await run(life, keepWatch.with({}))) as { pruned?: Record<string, number> };
    if (!pruned) return;
    for (const rows of Object.values(pruned)) life.today.pruned += rows;
  }
}

async function look({ soak, judge, editions }: Life): Promise<void> {
  const { store } = soak.app.deps;
  judge.mailsTaken(takeMails(soak));
  for (const edition of editions) {
    const now = await store.editionOf(edition.cadence, edition.date);
    if (now) judge.editionSeen(now);
    const { unknown, ...rest } = await store.deliveryCounts(edition.id);
    const name = `${edition.cadence} ${edition.date}`;
    judge.unknownCounted(name, unknown);
    const open = rest.planned + rest.claimed + rest.sending;
    judge.leftAlone(`promise 5: ${name}, with ${open} mails not sent,`, '0', String(open));
  }
}

/** After collecting what is not needed any more, where the process was started with --expose-gc. */
async function measureMemory(): Promise<Pick<SoakDay, 'megabytes' | 'rss'>> {
  for (let round = 0; round < 2; round += 1) {
    await sleep(0);
    globalThis.gc?.();
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  const inMegabytes = (bytes: number) => Math.round(bytes / 104_857.6) / 10;
  return { megabytes: inMegabytes(heapUsed + external), rss: inMegabytes(rss) };
}
