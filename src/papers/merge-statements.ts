import type { Paper, Statement } from '../model/paper.js';

/**
 * Whom to believe when sources differ, first first. arXiv is the reference for title, abstract and authors;
 * a source that is not named here is believed after these, in the order of the alphabet.
 */
const TRUST = ['arxiv', 'hf-paper', 'hf-daily', 'hf-search', 'hf-trending', 'scholarfeed', 'catalyzex'];

/** What we believe of a paper: for every field, what the most trusted source says that says anything. */
export function mergeStatements(id: string, statements: Record<string, Statement>): Paper {
  const ordered = Object.keys(statements)
    .sort(byTrust)
    .flatMap((source) => statements[source] ?? []);
  const pick = <K extends keyof Statement>(key: K): Statement[K] | undefined =>
    ordered.find((statement) => isSaid(statement[key]))?.[key];
  const authors = pick('authors') ?? [];
  return {
    id,
    ids: Object.assign({}, ...ordered.map(({ ids }) => ids).reverse()),
    title: pick('title') ?? '',
    authors,
    authorCount: pick('authorCount') ?? authors.length,
    keywords: pick('keywords') ?? [],
    categories: pick('categories') ?? [],
    ...present({
      abstract: pick('abstract'),
      url: pick('url'),
      publishedAt: pick('publishedAt'),
      codeUrl: pick('codeUrl'),
      projectUrl: pick('projectUrl'),
      summary: pick('summary'),
      thumbnailUrl: pick('thumbnailUrl'),
      version: pick('version'),
      withdrawn: pick('withdrawn'),
    }),
  };
}

/**
 * What a source says of a paper now, over what it said before: a page that says less than another of the same source
 * takes nothing back, and a list of authors that is shown in part does not shorten one that was shown whole. Where the
 * source counts versions, only a new one has another text: its pages spell the text of one version in several ways.
 */
export function layStatement(before: Statement | undefined, now: Statement): Statement {
  if (!before) return now;
  return isSameVersion(before, now) ? { ...layOver(before, now), ...textOf(before) } : layOver(before, now);
}

/** Unless the version rises, or neither is known to be one. An older one, out of an old page, is no other text either. */
function isSameVersion(before: Statement, now: Statement): boolean {
  if (before.version === undefined) return now.version !== undefined;
  return (now.version ?? 0) <= before.version;
}

/** What the authors have written, as far as it was said. */
function textOf({ title, abstract, authors, authorCount, version }: Statement): Partial<Statement> {
  return present({
    title,
    abstract,
    version,
    ...(authors.length > 0 && { authors, authorCount }),
  });
}

function layOver(before: Statement, now: Statement): Statement {
  const isPart =
    now.authors.length < before.authors.length &&
    (now.authorCount ?? Number.POSITIVE_INFINITY) > now.authors.length;
  return {
    ...before,
    ...now,
    ids: { ...before.ids, ...now.ids },
    authors: isPart ? before.authors : now.authors,
  };
}

function byTrust(a: string, b: string): number {
  return place(a) - place(b) || a.localeCompare(b, 'en');
}

const place = (source: string) => (TRUST.includes(source) ? TRUST.indexOf(source) : TRUST.length);

const isSaid = (value: unknown) => value !== undefined && !(Array.isArray(value) && value.length === 0);

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
