/** Both forms of https://info.arxiv.org/help/arxiv_identifier.html, with or without a version. */
const ARXIV_ID = /^(\d{4}\.\d{4,5}|[a-z][a-z-]*(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?$/;

/** An arXiv id without its version; undefined when the text is none. */
export function readArxivId(text: string): string | undefined {
  return ARXIV_ID.exec(text)?.[1];
}
