import type { z } from 'zod';
import type { Page, Request } from '../model/page.js';
import type { Reading, Scope } from '../model/scan.js';

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
  /** Outer: what to read. Inner: alternatives for it, of which the first that reads wins. */
  requests(scope: Scope, settings: SourceSettings): Request[][];
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
