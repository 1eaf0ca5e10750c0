const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const ARXIV = /^(?:arxiv:)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?\/\d{7})(?:v\d{1,3})?$/i;
const DOI = /^(?:doi:)?(10\.\d{4,9}\/[^\s\0]+)$/i;

/** What a paper is looked up by: our own id, or a scheme and an id of it. Undefined when the text is none of them. */
export function readPaperId(text: string): string | [scheme: string, value: string] | undefined {
  if (UUID.test(text)) return text.toLowerCase();
  const [, arxiv] = ARXIV.exec(text) ?? [];
  if (arxiv !== undefined) return ['arxiv', arxiv];
  const [, doi] = DOI.exec(text) ?? [];
  return doi === undefined ? undefined : ['doi', doi.toLowerCase()];
}
