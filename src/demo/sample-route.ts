import type { Clock, Day } from '../model/clock.js';
import { type Answer, answerError, answerHtml, answerJson, answerRedirect, answerText } from './answer.js';
import { answerDailyPapers, isDay } from './daily-papers-api.js';
import { renderItem } from './daily-papers-item.js';
import { renderDayPage } from './daily-papers-page.js';
import { type Allowance, createQuota, renderRateLimit } from './quota.js';
import { listDays, listPapers, showResearcher } from './sample-list.js';
import type { SampleWeek } from './sample-week.js';
import { answerScholarFeed } from './scholar-feed-api.js';
import type { Route } from './serve-site.js';

/** The sites of the sample week at the moment of the clock: Hugging Face Daily Papers and Scholar Feed's public API. */
export function createSampleRoute(week: SampleWeek, clock: Clock): Route {
  // Per address and five minutes, as documented by Hugging Face in September 2025.
  const spendApi = createQuota(clock, 500, 300);
  const spendPage = createQuota(clock, 100, 300);
  const spendScholar = createQuota(clock, 60, 60);
  return (url) => {
    const now = clock.now();
    if (url.pathname === '/robots.txt') return answerText('User-agent: *\nAllow: /\n');
    if (url.pathname === '/api/daily_papers')
      return limited('api', spendApi(), () => answerApi(week, url, now));
    const paper = /^\/api\/papers\/([^/]+)$/.exec(url.pathname)?.[1];
    if (paper !== undefined) return limited('api', spendApi(), () => answerPaper(week, paper, now));
    if (/^\/papers(\/|$)/.test(url.pathname))
      return limited('pages', spendPage(), () => answerPage(week, url, now));
    const people = week.researchers.map((researcher) => showResearcher(researcher, now));
    const scholar = answerScholarFeed(url, people);
    return scholar ? countScholar(scholar, spendScholar()) : answerError(404, 'Not found');
  };
}

function limited(name: string, allowance: Allowance, answer: () => Answer): Answer {
  const given = allowance.left < 0 ? answerError(429, 'Too many requests') : answer();
  return { ...given, headers: { ...given.headers, ...renderRateLimit(name, allowance) } };
}

function countScholar(answer: Answer, { limit, left, resetSeconds }: Allowance): Answer {
  const counted = {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(Math.max(0, left)),
    'x-ratelimit-reset': String(resetSeconds),
  };
  const given = left < 0 ? answerError(429, 'Rate limit exceeded') : answer;
  return { ...given, headers: { ...given.headers, ...counted } };
}

function answerApi(week: SampleWeek, url: URL, now: Date): Answer {
  const today = now.toISOString().slice(0, 10);
  return answerDailyPapers(url, today, listDays(week, now), (day) => listItems(week, day, now));
}

/** One paper, once a list has held it: the fields that lists have, and what is linked to it. */
function answerPaper(week: SampleWeek, id: string, now: Date): Answer {
  const items = listDays(week, now).flatMap((day) => listItems(week, day, now));
  const item = items.findLast(({ paper }) => paper.id === id);
  if (!item) return answerError(404, 'Paper not found');
  const linked = { linkedModels: [], linkedDatasets: [], linkedSpaces: [] };
  return answerJson({ ...item.paper, ...linked, numTotalModels: 0, numTotalDatasets: 0, numTotalSpaces: 0 });
}

function answerPage(week: SampleWeek, url: URL, now: Date): Answer {
  const days = listDays(week, now);
  const newest = days.at(-1);
  const asked = /^\/papers\/date\/([^/]+)$/.exec(url.pathname)?.[1];
  if (newest === undefined) return answerText('Not found', 404);
  if (url.pathname === '/papers') return answerRedirect(`/papers/date/${newest}`);
  if (asked === undefined || !isDay(asked)) return answerText('Not found', 404);
  if (!days.includes(asked)) return answerRedirect(`/papers/date/${nearest(days, asked)}`);
  const at = days.indexOf(asked);
  const items = listItems(week, asked, now);
  return answerHtml(renderDayPage({ day: asked, prevDate: days[at - 1], nextDate: days[at + 1], items }));
}

function listItems(week: SampleWeek, day: Day, now: Date) {
  return listPapers(week, day, now).map((paper) => renderItem(paper, day));
}

function nearest(days: Day[], day: Day): Day | undefined {
  const distance = (other: Day) => Math.abs(Date.parse(other) - Date.parse(day));
  return days.toSorted((a, b) => distance(a) - distance(b))[0];
}
