import type { Page } from '../../model/page.js';
import type { Sighting } from '../../model/paper.js';
import type { Reading } from '../../model/scan.js';
import { CARD_DATE, readCardDate } from './card-date.js';
import { type CatalyzeXCard, findCatalyzeXCards } from './catalyzex-card.js';
import { dropAbsent } from './drop-absent.js';
import { arxivIdInLink } from './linked-paper.js';
import { missingLandmark } from './missing-landmark.js';
import { readPapers } from './read-papers.js';
import { readVisibleText } from './visible-text.js';
import { withoutCampaign } from './without-campaign.js';

const DATE_LINE = new RegExp(`^${CARD_DATE}$`);

/** Links to a paper's page on the site are by words of its title; those to `/paper/arxiv:…/code` are not. */
export const PAPER_PATH = /^\/paper\/(?!arxiv:)[^/]+\/?$/i;

/**
 * Reads the page of an author by its visible text. Only the abstracts are known to be there; title, date, id, authors
 * and code are taken where the same part of the page links or labels them. Raises `ParseError` without an abstract.
 */
export function readCatalyzeXPage(sourceId: string, page: Page, name: string | undefined): Reading {
  const cards = findCatalyzeXCards(readVisibleText(page.body, page.url));
  if (cards.length === 0) throw missingLandmark(sourceId, page.body, 'a text that begins with "Abstract:"');
  const read = readPapers(sourceId, cards, (card, index) => ({
    ...readCard(card, page.fetchedAt),
    rank: index + 1,
  }));
  if (name === undefined) return read;
  return { ...read, profile: { ids: { [sourceId]: name }, name, metrics: {} } };
}

function readCard(card: CatalyzeXCard, visitedAt: Date): Sighting {
  const addresses = card.links.map(({ url }) => withoutCampaign(url));
  const arxiv = addresses.map(arxivIdInLink).find((id) => id !== undefined);
  const titled = card.links.find(({ url, text }) => isPaperPage(url) && text !== '');
  const dated = card.lines.map((line) => DATE_LINE.exec(line)?.[1]).find((date) => date !== undefined);
  const named = card.lines.map((line) => /^Authors?: ?(.+)$/.exec(line)?.[1]).find(Boolean);
  const authors = (named ?? '').split(/(?<!\s)\s*,\s*/).filter((author) => author !== '');
  return {
    ids: arxiv === undefined ? {} : { arxiv },
    ...dropAbsent({
      title: titled?.text,
      url: addresses.find(isPaperPage),
      abstract: card.abstract,
      publishedAt: dated === undefined ? undefined : readCardDate(dated, visitedAt),
      codeUrl: addresses.find(isRepository),
      authorCount: authors.length || undefined,
    }),
    authors,
  };
}

const isPaperPage = (address: string) => PAPER_PATH.test(new URL(address).pathname);

/** An owner's name and a repository's. */
function isRepository(address: string): boolean {
  const { hostname, pathname } = new URL(address);
  return /^(?:www\.)?(?:github|gitlab)\.com$/.test(hostname) && /^\/[^/]+\/[^/]+/.test(pathname);
}
