import type { Day } from '../model/clock.js';
import type { PaperRecord } from './read-records.js';

/** A day's announcements of several categories as arXiv's RSS 2.0 (https://info.arxiv.org/help/rss_specifications.html). */
export function renderFeed(papers: readonly PaperRecord[], category: string, day: Day): string {
  const date = new Date(`${day}T05:00:00Z`).toUTCString().replace('GMT', '+0000');
  return `<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">
<channel>
<title>${category} updates on arXiv.org</title>
<link>http://rss.arxiv.org/rss/${category}</link>
<lastBuildDate>${date}</lastBuildDate>
<pubDate>${date}</pubDate>
${papers.map((paper) => renderPaper(paper, date)).join('\n')}
</channel>
</rss>`;
}

function renderPaper({ id, title, abstract, authors, categories }: PaperRecord, date: string): string {
  return `<item>
<title>${escapeXml(title)}</title>
<link>https://arxiv.org/abs/${id}</link>
<description>arXiv:${id}v1 Announce Type: new
Abstract: ${escapeXml(abstract)}</description>
<guid isPermaLink="false">oai:arXiv.org:${id}v1</guid>
${categories.map((each) => `<category>${escapeXml(each)}</category>`).join('')}
<pubDate>${date}</pubDate>
<arxiv:announce_type>new</arxiv:announce_type>
<dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
<dc:creator>${escapeXml(authors.join(', '))}</dc:creator>
</item>`;
}

const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
