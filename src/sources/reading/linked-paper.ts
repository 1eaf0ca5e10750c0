import { readArxivId } from './arxiv-id.js';

const PATH =
  /\/(?:abs|pdf|html|papers?)\/(?:arxiv:)?([a-z-]+(?:\.[A-Z]{2})?\/\d{7}|\d{4}\.\d{4,5})(v\d+)?(?:\.pdf)?(?:\/code)?\/?$/;

/** The arXiv id in a link to a paper, on arXiv or on a site that files papers by it; undefined for other links. */
export function arxivIdInLink(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const [, id = ''] = PATH.exec(decodePath(new URL(address).pathname)) ?? [];
  return readArxivId(id);
}

function decodePath(path: string): string {
  return path.replaceAll(/%3a/gi, ':');
}
