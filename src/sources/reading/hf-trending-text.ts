import type { Page } from '../../model/page.js';
import type { Sighting } from '../../model/paper.js';
import { readArxivId } from './arxiv-id.js';
import { CARD_DATE, readCardDate } from './card-date.js';
import { dropAbsent } from './drop-absent.js';
import { readShownCount, SHOWN_COUNT } from './shown-count.js';
import { readVisibleText, type VisibleLink, type VisibleText } from './visible-text.js';

const SITE = 'https://huggingface.co';

/** Labels that stand on every card of the page. */
const LABEL = /^(?:arXiv Page|Published on .+)$/i;
const PAPER_LINK = /^\/papers\/([^/]+)\/?$/;
const REPOSITORY = /^https:\/\/(?:www\.)?github\.com\/[^/]+\/[^/]+\/?$/;

const VOTES = new RegExp(`^(?:Upvote\\s+)?(-|${SHOWN_COUNT})(?:\\s|$)`, 'i');

/** AI summaries are a sentence or two; a longer text on a card is the abstract. In characters. */
const LONGEST_SUMMARY = 450;

/** One card: the lines from its title to the next card's. */
interface Card {
  arxiv: string;
  start: number;
  end: number;
}

/**
 * Reads the cards of the trending page by their links and visible text, whatever their markup. A paper stands there
 * once for each of the page's two layouts. No papers when the page shows none of the labels that its cards have.
 */
export function readTrendingText(page: Page): Sighting[] {
  const text = readVisibleText(page.body, page.url);
  if (!text.lines.some((line) => LABEL.test(line.text))) return [];
  return findCards(text).map((card) => readCard(text, card, page.fetchedAt));
}

/** The first line of words within a link to a paper is its title; thumbnails and counts link to it too. */
function findCards(text: VisibleText): Card[] {
  const starts: Card[] = [];
  for (const link of text.links) {
    const arxiv = readArxivId(PAPER_LINK.exec(new URL(link.url).pathname)?.[1] ?? '');
    const start = lineWithin(text, link);
    const isTitle = !link.url.includes('#') && /\p{L}{2}/u.test(text.lines[start]?.text ?? '');
    if (arxiv === undefined || !isTitle || starts.at(-1)?.arxiv === arxiv) continue;
    starts.push({ arxiv, start, end: text.lines.length });
  }
  return starts.map((card, index) => ({ ...card, end: starts[index + 1]?.start ?? card.end }));
}

/** Index of the first line that a link has for itself; -1 when there is none. */
function lineWithin({ lines }: VisibleText, { line, within }: VisibleLink): number {
  const element = within.at(-1) ?? 0;
  const found = [line, line + 1].find((index) => lines[index]?.within.includes(element));
  return found ?? -1;
}

function readCard(text: VisibleText, { arxiv, start, end }: Card, visitedAt: Date): Sighting {
  const [title = '', ...lines] = text.lines.slice(start, end).map((line) => line.text);
  const all = lines.join('\n');
  const statement = {
    title,
    url: `${SITE}/papers/${arxiv}`,
    ...readTold(lines),
    publishedAt: readCardDate(new RegExp(`\\b${CARD_DATE}`).exec(all)?.[1] ?? '', visitedAt),
    authorCount: readShownCount(/(?:^|\s)(\d+) authors?$/m.exec(all)?.[1]),
    stars: readShownCount(new RegExp(`\\bGitHub\\s+${SHOWN_COUNT}`).exec(all)?.[1]),
    upvotes: readVotes(text, arxiv),
    codeUrl: text.links.find(({ url, line }) => line >= start && line < end && REPOSITORY.test(url))?.url,
  };
  return { ids: { arxiv }, ...dropAbsent(statement), authors: [] };
}

/** The AI summary stands in place of the abstract when there is one, and nothing says which of the two it is. */
function readTold(lines: string[]) {
  const told = lines.find((line) => line.length > 60);
  const isSummary = told !== undefined && told.length <= LONGEST_SUMMARY;
  return isSummary ? { summary: told } : { abstract: told };
}

/** The number in the link that asks strangers to log in before they vote; its line may go on. A dash stands for no votes. */
function readVotes(text: VisibleText, arxiv: string): number | undefined {
  const vote = text.links.find(({ url }) => new URL(url).searchParams.get('next') === `/papers/${arxiv}`);
  const line = vote && text.lines[lineWithin(text, vote)]?.text;
  const shown = VOTES.exec(line ?? '')?.[1];
  return shown === '-' ? 0 : readShownCount(shown);
}
