import { z } from 'zod';
import { ParseError } from '../../errors.js';
import type { Sighting } from '../../model/paper.js';
import { requireVersionedId } from './arxiv-versioned-id.js';
import { childrenOf, textOf, textsOf, type XmlElement } from './arxiv-xml.js';
import { dropAbsent } from './drop-absent.js';
import { readDoi } from './feed-doi.js';

/** Archive and subject class; MSC and ACM codes, which authors add, look otherwise. */
const CATEGORY = /^[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]+(?:-[a-z]+)*)?$/;

/** How a withdrawal is worded (https://info.arxiv.org/help/withdraw.html), and how one of an earlier version only. */
const WITHDRAWN =
  /^\W*withdrawn\b|\b(?:paper|article|manuscript|submission|preprint|work|draft|note)\b[^.;]{0,80}\bwithdrawn\b|\bwithdrawn by\b/i;
const ONLY_EARLIER = /\b(?:earlier|previous|older|first) (?:version|paper|draft)\b[^.;]{0,40}\bwithdrawn\b/i;

const Moment = z.iso.datetime({ offset: true, error: 'published: it is no date' });

/** Reads an `<entry>` of the API (https://info.arxiv.org/help/api/user-manual.html). Raises `ParseError` or `ZodError` saying what is wrong. */
export function readArxivEntry(entry: XmlElement): Sighting {
  const { id, version } = requireVersionedId(textOf(entry, 'id'));
  const authors = childrenOf(entry, 'author');
  const remark = textOf(entry, 'arxiv:comment');
  const doi = readDoi(textOf(entry, 'arxiv:doi'));
  return finishSighting({
    ids: { arxiv: id, ...(doi !== undefined && { doi }) },
    title: textOf(entry, 'title'),
    abstract: textOf(entry, 'summary'),
    authors: authors.map((author) => textOf(author, 'name')).filter((name) => name !== ''),
    publishedAt: Moment.parse(textOf(entry, 'published')),
    categories: readCategories(entry),
    institutions: [...new Set(authors.flatMap((author) => textsOf(author, 'arxiv:affiliation')))],
    version,
    withdrawn: isWithdrawn(remark) ? (true as const) : undefined,
    journalRef: textOf(entry, 'arxiv:journal_ref'),
    remark,
  });
}

type Fields = { [K in keyof Sighting]?: Sighting[K] | undefined } & Pick<Sighting, 'ids' | 'authors'>;

/** Adds what follows from the rest and leaves out what is absent. Raises `ParseError` when there is no text at all. */
export function finishSighting(fields: Fields): Sighting {
  if (!fields.title && !fields.abstract) throw new ParseError('it has neither title nor abstract');
  const { ids, authors } = fields;
  const url = `https://arxiv.org/abs/${ids.arxiv}`;
  return { ...dropAbsent({ ...fields, url, authorCount: authors.length || undefined }), ids, authors };
}

/** Whether the remark to the newest version says that it withdraws the paper. */
export function isWithdrawn(remark: string): boolean {
  return WITHDRAWN.test(remark) && !ONLY_EARLIER.test(remark);
}

/** Primary first, then in the order of the feed. */
function readCategories(entry: XmlElement): string[] {
  const found = [...childrenOf(entry, 'arxiv:primary_category'), ...childrenOf(entry, 'category')];
  return keepCategories(found.map(({ attribs }) => attribs.term ?? ''));
}

/** The arXiv categories among the terms, each once. */
export function keepCategories(terms: string[]): string[] {
  return [...new Set(terms.map((term) => term.trim()))].filter((term) => CATEGORY.test(term));
}
