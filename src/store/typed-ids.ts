import type { PaperIds } from '../model/paper.js';

const ARXIV =
  /(?:^|arxiv[.:/]\s*|arxiv\.org\/(?:abs|pdf|html)\/|\/papers\/)(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?\/\d{7})(?:v\d+)?(?:\.pdf)?$/i;
const DOI = /(?:^|^doi:\s*|doi\.org\/)(10\.\d{4,9}\/\S+)$/i;

/** The ids in a text that is an id, or the address of a paper; none in any other text. */
export function readTypedIds(text: string): PaperIds {
  const typed = text
    .trim()
    .replace(/[?#].*$/s, '')
    .replace(/(?<!\/)\/+$/, '');
  const arxiv = ARXIV.exec(typed)?.[1];
  if (arxiv !== undefined) return { arxiv: arxiv.toLowerCase() };
  const doi = DOI.exec(typed)?.[1];
  return doi === undefined ? {} : { doi: doi.toLowerCase() };
}
