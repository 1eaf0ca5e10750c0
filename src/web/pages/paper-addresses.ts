import type { EditionPaper } from '../../model/edition.js';
import type { Paper } from '../../model/paper.js';
import { nameSite } from './name-site.js';
import { shortenCount, webUrl } from './paper-view.js';

/** Where a paper can be read, run and talked about. */
export interface PaperAddress {
  label: string;
  href: string;
}

/** The paper itself first, then code, project, discussion; each address once, none that is not of the web. */
export function listAddresses(
  shown: EditionPaper,
  { projectUrl, url }: Pick<Paper, 'projectUrl' | 'url'>,
): PaperAddress[] {
  const { ids, stars } = shown;
  const doi = ids.doi && `https://doi.org/${encodeURI(ids.doi)}`;
  const all: [string, string | undefined][] = [
    [nameSite(shown.url), shown.url],
    ['PDF', shown.pdfUrl],
    ['DOI', doi],
    [stars ? `Code, ★ ${shortenCount(stars)}` : 'Code', shown.codeUrl],
    ['Project', projectUrl],
    [nameSite(shown.discussionUrl ?? ''), shown.discussionUrl],
    [nameSite(url ?? ''), url],
  ];
  const found = new Map<string, string>();
  for (const [label, address] of all) {
    const href = webUrl(address);
    if (href && !found.has(href)) found.set(href, label);
  }
  return [...found].map(([href, label]) => ({ href, label }));
}
