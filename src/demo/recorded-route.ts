import type { Day } from '../model/clock.js';
import { type Answer, answerError, answerHtml, answerJson, answerText } from './answer.js';
import { isDay } from './daily-papers-api.js';
import type { RecordedAnswer } from './recorded-answers.js';
import type { Route } from './serve-site.js';

/** Hugging Face as it was recorded: each answer byte for byte under the address it was recorded from. */
export function createRecordedRoute(answers: RecordedAnswer[]): Route {
  const find = (day: Day, kind: RecordedAnswer['kind']) =>
    answers.find((answer) => answer.day === day && answer.kind === kind);
  return (url) => {
    const pageDay = /^\/papers\/date\/([^/]+)$/.exec(url.pathname)?.[1];
    if (url.pathname === '/robots.txt') return answerText('User-agent: *\nAllow: /\n');
    if (url.pathname === '/api/daily_papers') return answerApi(url, find);
    const page = pageDay === undefined ? undefined : find(pageDay, 'page');
    return page ? answerHtml(page.body) : answerText('Not recorded', 404);
  };
}

type Find = (day: Day, kind: RecordedAnswer['kind']) => RecordedAnswer | undefined;

/** 404 for a day of which only the page was recorded, so that a reader falls back to it; `[]` for any other day. */
function answerApi(url: URL, find: Find): Answer {
  const date = url.searchParams.get('date') ?? '';
  if (!isDay(date)) return answerError(400, `Invalid date: ${date}`);
  const list = find(date, 'api');
  if (!list && find(date, 'page')) return answerError(404, 'Only the page of this day was recorded');
  const isFirst = (url.searchParams.get('p') ?? '0') === '0';
  return answerJson(list && isFirst ? list.body : []);
}
