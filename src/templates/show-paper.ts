import type { DigestPaper } from '../model/digest.js';
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
    ...(paper.summary && { summary: cleanText(paper.summary, 400) }),
    ...(isCount(paper.upvotes) && { votes: formatCount(paper.upvotes) }),
    ...(isCount(paper.gained) && paper.gained > 0 && { gained: formatCount(paper.gained) }),
    marks: listMarks(paper),
    ...(topic && { topic: cleanText(topic, 60) }),
    links: listLinks(paper),
  };
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
