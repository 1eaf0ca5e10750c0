/** `10.` and the registrant's number, then nearly anything (DOI Handbook, section 2.2). */
const DOI = /\b10\.\d{4,9}\/[^\s"<>]{1,500}/;

/** What ends the sentence or bracket around a DOI; a bracket that the DOI itself opened stays. */
const STOP = /[.,;:\]]+$|(?<!\([^)]*)\)[.,;:)\]]*$/;

/** The DOI that arXiv gives its own papers names the arXiv id. */
const ARXIV_DOI = /^10\.48550\/arxiv\./;

/**
 * The first DOI in a text or address, in lower case, since upper and lower case are the same in a DOI. Undefined when
 * there is none; also for those that arXiv gives its own papers, which have an id of their own.
 */
export function readDoi(text: string): string | undefined {
  const doi = DOI.exec(text)?.[0].replace(STOP, '').toLowerCase();
  return doi === undefined || ARXIV_DOI.test(doi) ? undefined : doi;
}

/** The arXiv id in a DOI such as `10.48550/arXiv.2503.20561`, as it stands there. */
export function arxivIdInDoi(text: string): string | undefined {
  return /\b10\.48550\/arxiv\.([^\s"<>?#]+)/i.exec(text)?.[1];
}
