import type { App } from '../../app.js';
import { deliverBatch } from '../../jobs/deliver-batch.js';
import { freezeEdition } from '../../jobs/freeze-edition.js';
import { scanSource } from '../../jobs/scan-source.js';
import type { Day } from '../../model/clock.js';
import type { Edition } from '../../model/edition.js';
import type { Subscriber } from '../../model/subscriber.js';
import type { Progress } from '../progress.js';
import type { DemoDay } from './plan-days.js';
import { type PeopleStory, readPeople } from './read-people.js';
import type { TurnedClock } from './turned-clock.js';

const SOURCE = 'hf-daily';

/** What a day's list came to, over all its readings. */
export interface ListStory {
  /** On the page at the last reading. */
  papers: number;
  fresh: number;
  revised: number;
  recounted: number;
  readings: number;
  failures: string[];
}

export interface DayStory {
  day: Day;
  list?: ListStory;
  edition?: Edition;
  people: PeopleStory;
}

export interface Stage {
  app: App;
  clock: TurnedClock;
  readers: Subscriber[];
  progress: Progress;
}

/** Lives through the days on the real way: HTTP, queue, database, MJML, outbox. */
export async function liveDays(days: DemoDay[], stage: Stage): Promise<DayStory[]> {
  const lists = new Map<Day, ListStory>();
  const stories: DayStory[] = [];
  for (const { day, mornings, edition } of days) {
    stage.progress.update(stories.length, days.length, day);
    stage.clock.turnTo(at(day, '03:30'));
    for (const list of mornings) await readList(list, lists, stage);
    const frozen = edition ? await publish(day, stage) : undefined;
    stage.clock.turnTo(at(day, '15:30'));
    await readList(day, lists, stage);
    const people = await readPeople(stage.app);
    stories.push({ day, people, ...(frozen && { edition: frozen }) });
  }
  stage.progress.update(days.length, days.length, 'done');
  return stories.map((story) => ({
    ...story,
    ...(lists.has(story.day) && { list: lists.get(story.day) as ListStory }),
  }));
}

const at = (day: Day, time: string) => new Date(`${day}T${time}:00Z`);

type ScanTold = { papers?: number; fresh?: number; revised?: number; recounted?: number; outcome?: string };

async function readList(day: Day, lists: Map<Day, ListStory>, { app }: Stage): Promise<void> {
  const story = lists.get(day) ?? {
    papers: 0,
    fresh: 0,
    revised: 0,
    recounted: 0,
    readings: 0,
    failures: [],
  };
  lists.set(day, story);
  story.readings += 1;
  try {
    const call = scanSource.with({ sourceId: SOURCE, scope: { day }, force: false, askedBy: 'demo' });
    const told = (await (await app.queue.enqueue(call, { attempts: 1 })).ended()) as ScanTold;
    if (told.outcome === 'ok') story.papers = told.papers ?? 0;
    story.fresh += told.fresh ?? 0;
    story.revised += told.revised ?? 0;
    story.recounted += told.recounted ?? 0;
  } catch (error) {
    story.failures.push((error as Error).message);
  }
}

async function publish(day: Day, { app, clock, readers }: Stage): Promise<Edition> {
  const { store, settings } = app.deps;
  clock.turnTo(at(day, settings.editions.freezeAt));
  await (await app.queue.enqueue(freezeEdition.with({ cadence: 'daily', date: day }))).ended();
  const edition = await store.editionOf('daily', day);
  if (!edition) throw new Error(`the edition of ${day} was not frozen`);
  for (const hour of [...new Set(readers.map((reader) => reader.hour))].sort((a, b) => a - b)) {
    clock.turnTo(at(day, `${String(hour).padStart(2, '0')}:00`));
    await deliverDue(edition.id, app, clock);
  }
  return edition;
}

async function deliverDue(editionId: string, app: App, clock: TurnedClock): Promise<void> {
  while ((await app.deps.store.dueEditions(clock.now())).includes(editionId)) {
    await (await app.queue.enqueue(deliverBatch.with({ editionId, lane: 1 }))).ended();
  }
}
