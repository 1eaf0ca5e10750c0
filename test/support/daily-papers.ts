import { renderItem } from '../../src/demo/daily-papers-item.js';
import { renderDayPage } from '../../src/demo/daily-papers-page.js';
import type { Day } from '../../src/model/clock.js';
import { type MisbehavingSite, page } from './misbehaving-site.js';

type Item = ReturnType<typeof renderItem>;

/** A paper of a day's list in the wire shape of Hugging Face. */
export function dailyPaper(number: number, day: Day, over: { title?: string; upvotes?: number } = {}): Item {
  const paper = {
    id: `2608.${String(number).padStart(5, '0')}`,
    publishedOn: day,
    title: `A Robot That Folds ${number} Sheets`,
    abstract: `We teach a robot arm to fold ${number} sheets of paper.`,
    authors: ['Ada Byron', `Author Number${number}`],
    hiddenAuthors: [],
    submitter: 'ada',
    hasMedia: false,
    upvotes: number,
    comments: 0,
    ...over,
  };
  return renderItem(paper, day);
}

/** The list as the API answers it. */
export const asJson = (items: readonly unknown[]) =>
  page(JSON.stringify(items), { 'content-type': 'application/json' });

/** The list as the day's page shows it. */
export const asHtml = (day: Day, items: Item[]) => renderDayPage({ day, items });

/** Puts a day's list on the site, in both shapes. */
export function showDay(site: MisbehavingSite, day: Day, items: Item[]): void {
  site.on(apiPath(day), asJson(items));
  site.on(pagePath(day), page(asHtml(day, items)));
}

export const apiPath = (day: Day) => `/api/daily_papers?date=${day}&limit=100`;
export const pagePath = (day: Day) => `/papers/date/${day}`;
