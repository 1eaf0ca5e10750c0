import type { Clock, Day } from '../model/clock.js';
import type { Scope } from '../model/scan.js';
import { readRecordedAnswers } from './recorded-answers.js';
import { createRecordedRoute } from './recorded-route.js';
import { listDays, listPapers } from './sample-list.js';
import { createSampleRoute } from './sample-route.js';
import { readSampleWeek } from './sample-week.js';
import { serveSite } from './serve-site.js';

/** A local site that stands in for the world. */
export interface DemoSite {
  /** Where it listens, without a trailing slash; the `baseUrl` of a source. */
  url: string;
  /** Days that have a list (of the sample: sooner or later), in order. */
  listDays: Day[];
  /** Scopes of the people whose profiles it shows, by source. */
  profiles: { sourceId: string; scope: Scope }[];
  /** Papers on that day's list now. */
  papersOn(day: Day): number;
  close(): Promise<void>;
}

/** Serves the sample week, as it stands at the moment of the clock. Port 0 (default) is any free one. */
export async function openSampleSite(options: { clock: Clock; port?: number }): Promise<DemoSite> {
  const { clock, port } = options;
  const week = await readSampleWeek();
  const { url, close } = await serveSite(createSampleRoute(week, clock), port);
  return {
    url,
    listDays: listDays(week),
    profiles: week.researchers.map(({ id }) => ({
      sourceId: 'scholarfeed',
      scope: { profile: `https://www.scholarfeed.org/author/${id}` },
    })),
    papersOn: (day) => listPapers(week, day, clock.now()).length,
    close,
  };
}

/** Serves the answers recorded below `dir`. Raises `ConfigError` when it holds no recorded day. */
export async function openRecordedSite(options: { dir: string; port?: number }): Promise<DemoSite> {
  const answers = await readRecordedAnswers(options.dir);
  const { url, close } = await serveSite(createRecordedRoute(answers), options.port);
  const counts = new Map(answers.map(({ day, papers }) => [day, papers]));
  return { url, listDays: [...counts.keys()], profiles: [], papersOn: (day) => counts.get(day) ?? 0, close };
}
