import type { CheerioAPI } from 'cheerio/slim';
import type { Page } from '../../model/page.js';
import type { Sighting } from '../../model/paper.js';
import type { Covers } from '../../model/scan.js';
import { dayOf } from './day-scope.js';
import { dropAbsent } from './drop-absent.js';
import { readFooter } from './hugging-face-footer.js';
import { coversInAddress } from './hugging-face-listing.js';
import { arxivIdInLink } from './linked-paper.js';
import { loadMarkup } from './load-markup.js';
import { oneLine } from './one-line.js';
import { readShownCount } from './shown-count.js';
import { readVisibleText } from './visible-text.js';
import { webAddress } from './web-address.js';

const SITE = 'https://huggingface.co';
const TITLE = 'h3 a[href^="/papers/"]';

type Card = ReturnType<CheerioAPI>;

/** What a page shows without its data: the papers as far as it shows them, and the day it names. */
export interface ShownList {
  covers: Covers;
  sightings: Sighting[];
}

/** Reads the cards of a listing page, an `article` each. No papers when there are none. */
export function readHuggingFaceCards(page: Page): ShownList {
  const $ = loadMarkup(page.body);
  const cards = $('article')
    .toArray()
    .map((card) => $(card));
  const sightings = cards.flatMap((card) => readCard($, card, page.fetchedAt) ?? []);
  const date = dayOf($('time[datetime]').not('article time').first().attr('datetime'));
  return { covers: { ...coversInAddress(page.url), ...(date && { date }) }, sightings };
}

function readCard($: CheerioAPI, card: Card, visitedAt: Date): Sighting | undefined {
  const link = card.find(TITLE).first();
  const arxiv = arxivIdInLink(new URL(link.attr('href') ?? '/', SITE).href);
  const title = oneLine(link.text());
  if (arxiv === undefined || title === '') return undefined;
  const lines = readVisibleText($.html(card)).lines.map(({ text }) => text);
  const { names, ...people } = readPeople($, card);
  return {
    ids: { arxiv },
    ...dropAbsent({
      title,
      url: `${SITE}/papers/${arxiv}`,
      ...readTexts(lines, title, visitedAt),
      ...people,
      ...readCounts($, card),
      submitter: submitterIn(lines),
      thumbnailUrl: webAddress(card.find('img[src*="social-thumbnails"]').first().attr('src'), SITE),
    }),
    authors: names,
  };
}

/** Cards of a search show the abstract and the date too; those of a day do not. */
function readTexts(lines: string[], title: string, visitedAt: Date) {
  const below = lines.slice(lines.indexOf(title) + 1);
  const footers = below.map((_line, index) => readFooter(below, index, visitedAt));
  return {
    abstract: below.find((line) => line.length > 100),
    publishedAt: footers.find((footer) => footer?.publishedAt)?.publishedAt,
  };
}

/**
 * Avatars are titled with a full name or a user name, stand for some of the authors only, and are laid out from the
 * last to the first. A user name is not the name of an author.
 */
function readPeople($: CheerioAPI, card: Card) {
  const titles = card.find('ul li[title]').toArray().toReversed();
  const names = titles
    .map((avatar) => oneLine($(avatar).attr('title') ?? ''))
    .filter((name) => name.includes(' '));
  const said = oneLine(card.find('ul li:not([title])').last().text()).replace(/^[·•\s]+/, '');
  const count = readShownCount(/^([\d,]+) authors?$/.exec(said)?.[1]);
  return {
    names,
    authorCount: count,
    institutions: count === undefined && said !== '' ? [said] : [],
  };
}

/** A dash stands for no votes. Other parts of the card are set as tightly as the votes, but hold words. */
function readCounts($: CheerioAPI, card: Card) {
  const tight = card.find('div.leading-none').toArray();
  const votes = tight.map((each) => oneLine($(each).text())).map((text) => (text === '-' ? '0' : text));
  const comments = oneLine(card.find('a[href$="#community"]').first().text());
  return {
    upvotes: votes.map(readShownCount).find((count) => count !== undefined),
    comments: readShownCount(comments),
  };
}

function submitterIn(lines: string[]): string | undefined {
  const at = lines.findIndex((line) => line.startsWith('Submitted by'));
  return at < 0 ? undefined : (lines[at] ?? '').slice('Submitted by'.length).trim() || lines[at + 1];
}
