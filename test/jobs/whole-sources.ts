import type { Scope } from '../../src/model/scan.js';
import { announceAtom, announceRss, arxivPaper } from '../support/arxiv-answers.js';
import { apiPath, asHtml, dailyPaper, pagePath } from '../support/daily-papers.js';

/** An answer as it should be. */
export interface Answer {
  body: string;
  type: string;
}

/** One scope of a source and everything it asks for, in one of the source's shapes. */
export interface WholeSource {
  sourceId: string;
  scope: Scope;
  /** By path and query. */
  answers: Record<string, Answer>;
}

export const DAY = '2026-08-20';
export const PAPERS = 12;

export const numbers = Array.from({ length: PAPERS }, (_none, index) => index + 1);

const json = (body: string): Answer => ({ body, type: 'application/json' });
const xml = (body: string): Answer => ({ body, type: 'application/rss+xml' });
const html = (body: string): Answer => ({ body, type: 'text/html' });

export const items = numbers.map((number) => dailyPaper(number, DAY, { title: `Café Robots ${number}` }));

/** The page of a day without anything to see, so that its data can be as odd as it likes. */
function dataPage(list: readonly unknown[], dateString: string): string {
  const props = JSON.stringify({ dailyPapers: list, periodType: 'day', dateString });
  const data = `<div data-target="DailyPapers" data-props="${props.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></div>`;
  return `<html><head><title>Daily Papers</title></head><body>${data}</body></html>`;
}

/** A day of Daily Papers, from the API and from its page. */
export function daily(list: readonly unknown[] = items, day = DAY): WholeSource {
  const shown = list === items ? asHtml(day, items) : dataPage(list, day);
  return {
    sourceId: 'hf-daily',
    scope: { day },
    answers: {
      [apiPath(day)]: json(JSON.stringify(list)),
      [pagePath(day)]: html(shown),
    },
  };
}

/** The announcements of a category, in RSS and in Atom. */
export function announced(
  papers = numbers.map((number) => arxivPaper(number, { id: `2607.${10_000 + number}` })),
  day = DAY,
): WholeSource {
  return {
    sourceId: 'arxiv',
    scope: { category: 'cs.AI' },
    answers: { '/rss/cs.AI': xml(announceRss(papers, day)), '/atom/cs.AI': xml(announceAtom(papers, day)) },
  };
}

export interface ProfilePaper {
  number: number;
  date?: string;
}

/** A researcher's page, read by its visible text; the API of that site is not there. */
export function profile(
  papers: ProfilePaper[] = numbers.map((number) => ({ number })),
  count = PAPERS,
): WholeSource {
  const cards = papers.map(
    ({ number, date = 'Feb 13, 2025' }) => `<div class="card"><span>LG</span><span>${date}</span>
<h3>Café Proofs, Part ${number}</h3><p>Zoë Example, Bo Sample</p><p>We prove lemma ${number} of a café in full.</p></div>`,
  );
  return {
    sourceId: 'scholarfeed',
    scope: { profile: '7' },
    answers: {
      '/author/7':
        html(`<!doctype html><html><head><meta charset="utf-8"><title>Zoë Example</title></head><body><main>
<h1>Zoë Example</h1><span>LG</span><p>h-index8</p><p>${count}papers</p><p>210citations</p><p>Novelty60%</p><p>AI Score40</p>
<h2>${count} Papers</h2>${cards.join('\n')}</main></body></html>`),
    },
  };
}
