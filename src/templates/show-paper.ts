import type { DigestPaper } from '../model/digest.js';
import { SUMMARY_MARKS, type SummaryBy } from '../model/edition.js';
import { cleanText, linkableUrl } from './clean-text.js';
import { formatCount, isCount, nameCount } from './word-numbers.js';

export interface Link {
  label: string;
  url: string;
}

/** A paper as HTML and text both show it: clean, clipped, not yet escaped. The same for every reader of an edition. */
export interface ShownPaper {
  title: string;
  /** Absent when the paper's address is not http or https. */
  url?: string;
  revised: boolean;
  summary?: string;
  votes?: string;
  /** Votes gained, when there are any. */
  gained?: string;
  /** Comments and code, in words. */
  marks: string[];
  topic?: string;
  links: Link[];
}

export function showPaper(paper: DigestPaper): ShownPaper {
  const url = linkableUrl(paper.url);
  const topic = paper.topics[0]?.name;
  return {
    title: cleanText(paper.title, 300) || 'Untitled',
    ...(url && { url }),
    revised: paper.revised,
    ...(paper.summary && { summary: markSummary(paper.summary, paper.summaryBy) }),
    ...(isCount(paper.upvotes) && { votes: formatCount(paper.upvotes) }),
    ...(isCount(paper.gained) && paper.gained > 0 && { gained: formatCount(paper.gained) }),
    marks: listMarks(paper),
    ...(topic && { topic: cleanText(topic, 60) }),
    links: listLinks(paper),
  };
}

/** Plain words in the sentence's own style: the mark must cost few bytes in mails of fifty papers. */
function markSummary(summary: string, by: SummaryBy | undefined): string {
  const mark = by && SUMMARY_MARKS[by];
  return mark === undefined ? cleanText(summary, 400) : `${cleanText(summary, 400)} (${mark})`;
}

function listMarks({ comments, codeUrl, stars }: DigestPaper): string[] {
  const marks: string[] = [];
  if (isCount(comments) && comments > 0) marks.push(nameCount(comments, 'comment'));
  if (linkableUrl(codeUrl)) marks.push(isCount(stars) && stars > 0 ? `★ ${formatCount(stars)} code` : 'code');
  return marks;
}

function listLinks({ url, pdfUrl, codeUrl, discussionUrl }: DigestPaper): Link[] {
  const links = { paper: url, PDF: pdfUrl, code: codeUrl, discussion: discussionUrl };
  return Object.entries(links).flatMap(([label, given]) => {
    const linkable = linkableUrl(given);
    return linkable ? [{ label, url: linkable }] : [];
  });
}
