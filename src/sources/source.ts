import type { z } from 'zod';
import type { Page, Request } from '../model/page.js';
import type { Announcements, Reading, Scope } from '../model/scan.js';

/** What the operator's configuration tells a source. */
export interface SourceSettings {
  /** Where the site is, without a trailing slash. */
  baseUrl: string;
  /** The source's further sites by their short names: as declared, or `baseUrl` when the operator has given one. */
  hosts: Record<string, string>;
}

/**
 * What makes a paper on this source's pages news: `featured` = its list's day lies within `editions.lookback`;
 * `baseline` = it was not there at the first reading of the scope.
 */
export type NewsRule = 'featured' | 'baseline';

/** How a source is asked for what lists lack, paper by paper. */
export interface FillingIn {
  /** The scope that names a paper by its arXiv id. A page of it that is not there (404) says that the site does not know the paper. */
  scope: string;
  /** A paper that lacks one of these is worth asking about. */
  lacking: ('summary' | 'codeUrl' | 'linkedModels')[];
}

/** A part of a source, named from outside of it. */
export interface PlaceOfPapers {
  sourceId: string;
  scope: Scope;
}

/** One site, or one part of it: where to look and how to read. Does no I/O, keeps no clock, never retries. */
export interface Source {
  /** Kebab-case, and the name of its file. */
  id: string;
  homepage: string;
  /** Further sites of the source by a short name, without a trailing slash: `{ api: 'https://api.example.org' }`. */
  hosts?: Record<string, string>;
  /** The scopes it can read, each by name with a check of its value. A scope names exactly one of them. */
  scopes: Record<string, z.ZodType<string>>;
  /** One rule, or one for each scope by name. */
  news: NewsRule | Record<string, NewsRule>;
  /** Scopes whose papers keep standing in them: a day, a profile. A page that lost half of them is not believed. */
  lasting?: string[];
  /** Scopes that bring something new on certain days, by name: without it on such a day a page may be an old one. */
  announces?: Record<string, Announcements>;
  /** Outer: what to read. Inner: alternatives for it, of which the first that reads wins. */
  requests(scope: Scope, settings: SourceSettings): Request[][];
  /** The key of a person's page out of what a `profile` scope may be: two ways to say it are one profile. */
  profileKey?(profile: string): string | undefined;
  /** Hosts on which persons' pages have the addresses that `profileKey` reads. */
  profileHosts?: readonly string[];
  /** Present when lists of other sources are filled in from here. */
  fillsIn?: FillingIn;
  /** Where to look for a person's papers when texts of their page belong to no known paper: a scope of another source. */
  looksUp?(name: string): PlaceOfPapers;
  /** Base addresses that a scope adds to those of the source, when the scope itself names a site. */
  sitesOf?(scope: Scope): string[];
  /** Reads a page. Raises `ParseError` when the page's landmark is missing: a block page is not a quiet day. */
  parse(page: Page, scope: Scope): Reading;
}

/** What makes papers of this scope news. */
export function newsRule({ news }: Pick<Source, 'news'>, scope: Scope): NewsRule {
  if (typeof news === 'string') return news;
  const rules = Object.keys(scope).flatMap((name) => news[name] ?? []);
  return rules[0] ?? 'featured';
}

/** Declares a source; its file exports the result as default. */
export function defineSource(source: Source): Source {
  return source;
}
