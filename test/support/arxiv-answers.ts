/** A paper of arXiv, as far as a test says what it is. */
export interface ArxivPaper {
  /** Without its version, such as `2608.00001`. */
  id: string;
  version?: number;
  title?: string;
  abstract?: string;
  authors?: string[];
  type?: 'new' | 'cross' | 'replace' | 'replace-cross';
  /** Announced on this day instead of the feed's. */
  day?: string;
}

export const arxivPaper = (number: number, over: Partial<ArxivPaper> = {}): ArxivPaper => ({
  id: `2608.${String(number).padStart(5, '0')}`,
  title: `A Café That Bakes ${number} Loaves`,
  ...over,
});

const full = ({
  id,
  version = 1,
  title = 'A title',
  abstract = `What ${id} finds.`,
  ...rest
}: ArxivPaper) => ({
  ...{ authors: ['Zoë Byron', 'Charles Babbage'], type: 'new', ...rest },
  ...{ id: `${id}v${version}`, bare: id, title, abstract },
});

const rfc822 = (day: string) => `${new Date(day).toUTCString().slice(0, 16)} 00:00:00 -0400`;

/** `/rss/cs.AI`: a day's announcements; `claimed` is the day that the feed says it was built on. */
export function announceRss(papers: ArxivPaper[], day: string, claimed = day): string {
  const items = papers.map(full).map(
    (paper) => `<item><title>${paper.title}</title><link>https://arxiv.org/abs/${paper.bare}</link>
<description>arXiv:${paper.id} Announce Type: ${paper.type}
Abstract: ${paper.abstract}</description><guid isPermaLink="false">oai:arXiv.org:${paper.id}</guid><category>cs.AI</category>
<pubDate>${rfc822(paper.day ?? day)}</pubDate><arxiv:announce_type>${paper.type}</arxiv:announce_type>
<dc:creator>${paper.authors.join(', ')}</dc:creator></item>`,
  );
  return `<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>
<title>cs.AI updates on arXiv.org</title><lastBuildDate>${rfc822(claimed)}</lastBuildDate><pubDate>${rfc822(claimed)}</pubDate>
<skipDays><day>Sunday</day><day>Saturday</day></skipDays>${items.join('\n')}</channel></rss>\n`;
}

/** `/atom/cs.AI`: the same in Atom. */
export function announceAtom(papers: ArxivPaper[], day: string): string {
  const entries = papers.map(full).map(
    (paper) => `<entry><id>oai:arXiv.org:${paper.id}</id><title>${paper.title}</title>
<summary>arXiv:${paper.id} Announce Type: ${paper.type}
Abstract: ${paper.abstract}</summary><category term="cs.AI"/><published>${paper.day ?? day}T00:00:00-04:00</published>
<arxiv:announce_type>${paper.type}</arxiv:announce_type><dc:creator>${paper.authors.join(', ')}</dc:creator></entry>`,
  );
  return `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://www.w3.org/2005/Atom">
<title>cs.AI updates on arXiv.org</title><updated>${day}T04:00:19+00:00</updated>${entries.join('\n')}</feed>\n`;
}

/** `/api/query`: papers as the API answers them. */
export function answerQuery(papers: ArxivPaper[], published = '2026-08-18T10:00:00Z'): string {
  const entries = papers.map(full).map(
    (paper) => `<entry><id>http://arxiv.org/abs/${paper.id}</id><title>${paper.title}</title>
<summary>${paper.abstract}</summary><published>${published}</published>
${paper.authors.map((name) => `<author><name>${name}</name></author>`).join('')}<category term="cs.AI"/></entry>`,
  );
  return `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns="http://www.w3.org/2005/Atom">
<opensearch:totalResults>${papers.length}</opensearch:totalResults>${entries.join('\n')}</feed>\n`;
}
