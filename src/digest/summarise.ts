import type { SummaryBy } from '../model/edition.js';
import type { Paper } from '../model/paper.js';
import { extractSummary } from './extract-summary.js';
import { fitSentences, LONGEST_SUMMARY } from './fit-sentences.js';
import { toPlainText } from './plain-text.js';
import { splitSentences } from './split-sentences.js';

/** Longer texts are no abstracts; what stands beyond is not looked at. */
const LONGEST_ABSTRACT = 20_000;

/** A summary that begins like the abstract with so many characters is a copy of it. */
const SAME_BEGINNING = 100;

/** What a summary can be taken from. */
export type Summarisable = Partial<Pick<Paper, 'title' | 'abstract' | 'summary' | 'written'>>;

/**
 * One or two whole sentences of at most 280 characters: the source's own summary when it has one, else what the
 * operator's model wrote, else the abstract's sentence that says what is contributed, with what came of it.
 * Undefined when no whole sentence fits. Takes time linear in the length of the texts.
 */
export function summarise(paper: Summarisable): { summary: string; summaryBy: SummaryBy } | undefined {
  const abstract = show(paper.abstract);
  const own = fitSource(show(paper.summary), abstract);
  if (own !== undefined) return { summary: own, summaryBy: 'source' };
  if (paper.written) return { summary: paper.written, summaryBy: 'model' };
  const extracted = extractSummary(show(paper.title), abstract || show(paper.summary));
  return extracted === undefined ? undefined : { summary: extracted, summaryBy: 'abstract' };
}

const show = (text = '') => toPlainText(text.slice(0, LONGEST_ABSTRACT));

/** A short summary stands as it is, with or without a full stop, unless it trails off. */
function fitSource(text: string, abstract: string): string | undefined {
  if (text.length >= SAME_BEGINNING && abstract.startsWith(text.slice(0, SAME_BEGINNING))) return undefined;
  if (text.length <= LONGEST_SUMMARY && !/(?:…|\.\.\.?)$/.test(text)) return text || undefined;
  return fitSentences(splitSentences(text));
}
