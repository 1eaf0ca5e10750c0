import { type Answer, answerError, answerHtml, answerJson } from '../../src/demo/answer.js';
import type { RecordedAnswer } from '../../src/demo/recorded-answers.js';
import { listDays } from '../../src/demo/sample-list.js';
import { createSampleRoute } from '../../src/demo/sample-route.js';
import { readSampleWeek } from '../../src/demo/sample-week.js';
import { type Route, serveSite } from '../../src/demo/serve-site.js';
import type { Clock, Day } from '../../src/model/clock.js';
import { redate } from './redate.js';
import { repeatWeek } from './soak-weeks.js';

/** How the site is: as it should be, or as sites sometimes are. */
export type Weather = 'fair' | 'error' | 'garbage' | 'torn';
export const FOUL: readonly Weather[] = ['error', 'garbage', 'torn'];

export interface SoakSite {
  url: string;
  /** The first day that has a list. */
  firstDay: Day;
  profiles: { profile: string }[];
  setWeather(weather: Weather): void;
  close(): Promise<void>;
}

/** Weeks of the sample site one after the other, with recorded days among them where there are any. */
export async function openSoakSite(options: {
  clock: Clock;
  weeks: number;
  recorded: RecordedAnswer[];
}): Promise<SoakSite> {
  const week = repeatWeek(await readSampleWeek(), options.weeks);
  const fair = addRecorded(createSampleRoute(week, options.clock), options.recorded, listDays(week));
  let weather: Weather = 'fair';
  const site = await serveSite((url) => spoil(weather, url, fair));
  return {
    ...site,
    firstDay: listDays(week)[0] ?? '',
    profiles: week.researchers.map(({ id }) => ({ profile: `https://www.scholarfeed.org/author/${id}` })),
    setWeather(next) {
      weather = next;
    },
  };
}

/** Each list with the papers of a recorded day behind its own, as if they had come in on that day. */
function addRecorded(route: Route, recorded: RecordedAnswer[], days: Day[]): Route {
  const lists = recorded.filter(({ kind, papers }) => kind === 'api' && papers > 0);
  if (lists.length === 0) return route;
  return (url) => {
    const answer = route(url);
    const day = url.searchParams.get('date') ?? '';
    const at = days.indexOf(day);
    const list = lists[Math.max(0, at) % lists.length];
    if (url.pathname !== '/api/daily_papers' || at < 0 || !list || answer.status !== 200) return answer;
    const isFirst = (url.searchParams.get('p') ?? '0') === '0';
    const items = isFirst
      ? redate(JSON.parse(list.body.toString('utf8')) as unknown[], list.day, day, at)
      : [];
    return {
      ...answerJson([...(JSON.parse(String(answer.body)) as unknown[]), ...items]),
      headers: answer.headers,
    };
  };
}

function spoil(weather: Weather, url: URL, fair: Route): Answer {
  if (weather === 'fair' || url.pathname === '/robots.txt') return fair(url);
  if (weather === 'error') return answerError(500, 'Internal error');
  if (weather === 'garbage') return answerHtml('<html><body><p>We are moving house.</p></body></html>');
  return tear(fair(url), url);
}

/** A list that was cut off: less than half of what it held before. */
function tear(answer: Answer, { pathname }: URL): Answer {
  if (pathname !== '/api/daily_papers' || answer.status !== 200) return answerError(500, 'Internal error');
  const items = JSON.parse(String(answer.body)) as unknown[];
  return { ...answerJson(items.slice(0, Math.floor(items.length / 3))), headers: answer.headers };
}
