import type { Page } from '../../model/page.js';
import type { Profile } from '../../model/paper.js';
import type { Reading } from '../../model/scan.js';
import { dropAbsent } from './drop-absent.js';
import { asCount, asScore } from './figures.js';
import { missingLandmark } from './missing-landmark.js';
import { readPapers } from './read-papers.js';
import { findScholarFeedCards, readScholarFeedCard } from './scholar-feed-card.js';
import { readShownCount, SHOWN_COUNT } from './shown-count.js';
import { readVisibleText } from './visible-text.js';

/** Labels and values are glued or apart, and either may come first. A space stands for nothing, a space or a new line. */
const LABELS = {
  hIndex: labelled('h-index(?: :)? (N)'),
  papers: labelled('(?<![\\d.,])(N) papers\\b'),
  citations: labelled('(?<![\\d.,])(N) citations'),
  novelty: labelled('Novelty(?: :)? (N) %'),
  aiScore: labelled('AI\\sScore(?: :)? (N)'),
};

/** The heading above the list: `12 Papers`. */
const HEADING = /^([\d,]+) Papers$/;

const BADGE = /^[A-Z]{2,4}$/;
const NAME_AND_BADGE = /^(.*[^A-Z\s])\s*(?!I+$)([A-Z]{2,4})$/;

function labelled(pattern: string): RegExp {
  return new RegExp(pattern.replaceAll(' ', '\\s*').replace('(N)', SHOWN_COUNT), 'i');
}

/**
 * Reads the page of an author by its visible text alone, since nobody has seen its markup: name, badge of the field
 * and figures above the papers, then the papers. Raises `ParseError` when there are no figures.
 */
export function readScholarFeedPage(sourceId: string, page: Page, author: string | undefined): Reading {
  const text = readVisibleText(page.body, page.url);
  const cards = findScholarFeedCards(text);
  const header = text.lines.slice(0, cards[0]?.first ?? text.lines.length).map((line) => line.text);
  const profile = readProfile(sourceId, header, author);
  if (profile === undefined) throw missingLandmark(sourceId, page.body, 'a name with its h-index and counts');
  const listed = header.map((line) => HEADING.exec(line)?.[1]).find((count) => count !== undefined);
  if (cards.length === 0 && (readShownCount(listed) ?? profile.metrics.papers ?? 0) > 0)
    throw missingLandmark(sourceId, page.body, 'the list of papers');
  const read = readPapers(sourceId, cards, (card, index) => ({
    ...readScholarFeedCard(card, page.fetchedAt),
    rank: index + 1,
  }));
  return { ...read, profile };
}

function readProfile(sourceId: string, header: string[], author: string | undefined): Profile | undefined {
  const metrics = readMetrics(header.join('\n'));
  const figures = header.findIndex((line) => Object.values(LABELS).some((label) => label.test(line)));
  const start = figures < 0 ? header.findIndex((line) => /h-index|citations/i.test(line)) : figures;
  const named = readName(header.slice(0, Math.max(0, start)));
  if (named === undefined || (metrics.hIndex ?? metrics.citations) === undefined) return undefined;
  return { ...dropAbsent(named), ids: author === undefined ? {} : { [sourceId]: author }, metrics };
}

function readMetrics(header: string): Profile['metrics'] {
  const shown = (label: RegExp) => label.exec(header)?.[1];
  // `1.2k` stands for a whole number, `8.5` does not.
  const count = (label: RegExp) =>
    /\.\d+$/.test(shown(label) ?? '') ? undefined : asCount(readShownCount(shown(label)));
  const percent = shown(LABELS.novelty);
  return dropAbsent({
    hIndex: count(LABELS.hIndex),
    papers: count(LABELS.papers),
    citations: count(LABELS.citations),
    novelty: percent === undefined ? undefined : Number(percent) / 100,
    aiScore: asScore(readShownCount(shown(LABELS.aiScore))),
  });
}

/** The name stands above the badge of the field, and both above the figures. */
function readName(above: string[]): (Pick<Profile, 'name'> & { field: string | undefined }) | undefined {
  const badge = above.findIndex((line, index) => index > 0 && BADGE.test(line));
  const name = above[(badge < 0 ? above.length : badge) - 1];
  if (name === undefined) return undefined;
  if (badge >= 0) return { name, field: above[badge] };
  const [, own = name, field] = NAME_AND_BADGE.exec(name) ?? [];
  return { name: own, field };
}
