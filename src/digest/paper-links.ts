import type { Paper } from '../model/paper.js';

/** Addresses that a paper is shown with. All are absolute http(s), safe to put in an attribute once escaped. */
export interface PaperLinks {
  url: string;
  pdfUrl?: string;
  codeUrl?: string;
  discussionUrl?: string;
}

/**
 * arXiv's abstract page where there is an arXiv id, else the source's page, the DOI, the project or the code.
 * The source's page is where it is discussed when it is another one. A source's `javascript:` or broken address is left out.
 */
export function linkPaper(paper: Paper): PaperLinks {
  const arxiv = arxivId(paper);
  const page = webAddress(paper.url);
  const codeUrl = webAddress(paper.codeUrl);
  const url = arxiv
    ? `https://arxiv.org/abs/${arxiv}`
    : (page ?? doiPage(paper) ?? webAddress(paper.projectUrl));
  return {
    url: url ?? codeUrl ?? '',
    ...(arxiv && { pdfUrl: `https://arxiv.org/pdf/${arxiv}` }),
    ...(codeUrl && { codeUrl }),
    ...(page && page !== url && !isArxiv(page) && { discussionUrl: page }),
  };
}

/** `2503.20561`, or `cs/0112017` for papers before April 2007. */
function arxivId(paper: Paper): string | undefined {
  const id = paper.ids.arxiv;
  return id !== undefined && /^(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})$/.test(id) ? id : undefined;
}

function doiPage(paper: Paper): string | undefined {
  const doi = paper.ids.doi;
  return doi === undefined ? undefined : webAddress(`https://doi.org/${encodeURI(doi)}`);
}

function isArxiv(address: string): boolean {
  return /(?:^|\.)arxiv\.org$/.test(new URL(address).hostname);
}

function webAddress(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { protocol, href } = new URL(address);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}
