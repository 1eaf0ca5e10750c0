import { load } from 'cheerio/slim';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { expect } from 'vitest';
import type { FeedFormat } from '../../src/model/feed.js';

/** What a feed says, read back by a feed parser: the same for every format. */
export interface ReadFeed {
  title: string | undefined;
  self: string | undefined;
  page: string | undefined;
  entries: { id?: string; title?: string; url?: string; published?: string; html?: string }[];
}

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const RFC_822 = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;
const STABLE_ID = /^(urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|https?:\/\/\S+)$/;

/** Holds a feed to the rules that the W3C validator checks, and reads it back. */
export function expectValid(text: string, format: FeedFormat): ReadFeed {
  // No character that the format may not hold, in whatever form (XML 1.0, section 2.2).
  expect(text).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
  expect(Buffer.from(text).toString()).toBe(text);
  const read = readers[format](text);
  const ids = read.entries.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, title, url } of read.entries) {
    expect(id).toMatch(STABLE_ID);
    expect(title).toBeTruthy();
    expectAddress(url);
  }
  expectAddress(read.page);
  expectAddress(read.self);
  expect(read.title).toBeTruthy();
  return read;
}

const readers: Record<FeedFormat, (text: string) => ReadFeed> = {
  atom: readAtom,
  rss: readRss,
  json: readJson,
};

function expectAddress(url: string | undefined): void {
  expect(url).toMatch(/^https?:\/\/[^\s"<>]+$/);
  expect(new URL(url ?? '').href.replace(/\/$/, '')).toBe(url?.replace(/\/$/, ''));
}

/** RFC 4287, sections 4.1 and 4.2. */
function readAtom(text: string): ReadFeed {
  const $ = load(text, { xml: true });
  const feed = $('feed');
  expect(feed.attr('xmlns')).toBe('http://www.w3.org/2005/Atom');
  for (const one of [
    feed,
    ...$('entry')
      .toArray()
      .map((node) => $(node)),
  ]) {
    for (const name of ['id', 'title', 'updated']) expect(one.children(name)).toHaveLength(1);
    // White space is part of an id.
    expect(one.children('id').text()).toMatch(STABLE_ID);
    for (const name of ['updated', 'published'])
      for (const date of one.children(name).toArray()) expect($(date).text()).toMatch(RFC_3339);
    for (const link of one.children('link').toArray()) expectAddress($(link).attr('href'));
    expect(one.children('link[rel=alternate]')).toHaveLength(1);
    for (const category of one.children('category').toArray()) expect($(category).attr('term')).toBeTruthy();
    for (const text of one.children('title, summary, subtitle, content').toArray())
      expect(['text', 'html']).toContain($(text).attr('type'));
  }
  expect(feed.children('author').children('name').text().trim()).not.toBe('');
  for (const name of $('author > name').toArray()) expect($(name).text().trim()).not.toBe('');
  const self = feed.children('link[rel=self]');
  expect(self).toHaveLength(1);
  expect(self.attr('type')).toBe('application/atom+xml');
  const parsed = parseAtomFeed(text);
  return {
    title: parsed.title?.value,
    self: self.attr('href'),
    page: parsed.links?.find(({ rel }) => rel === 'alternate')?.href,
    entries: (parsed.entries ?? []).map(({ id, title, links, published, summary, content }) => ({
      id,
      title: title?.value,
      url: links?.find(({ rel }) => rel === 'alternate')?.href,
      published,
      html: content?.value ?? summary?.value,
    })) as ReadFeed['entries'],
  };
}

/** RSS 2.0.11, and the best practices of the RSS Advisory Board. */
function readRss(text: string): ReadFeed {
  const $ = load(text, { xml: true });
  expect($('rss').attr('version')).toBe('2.0');
  const channel = $('rss > channel');
  for (const name of ['title', 'link', 'description']) {
    expect(channel.children(name)).toHaveLength(1);
    expect(channel.children(name).text().trim()).not.toBe('');
  }
  expectAddress(channel.children('link').text());
  expect(channel.children('lastBuildDate').text()).toMatch(RFC_822);
  const self = channel.children('atom\\:link[rel=self]');
  expect(self).toHaveLength(1);
  expect(self.attr('type')).toBe('application/rss+xml');
  for (const node of channel.children('item').toArray()) {
    const item = $(node);
    expect(item.children('guid')).toHaveLength(1);
    expect(item.children('guid').attr('isPermaLink')).toBe('false');
    expect(item.children('guid').text()).toMatch(STABLE_ID);
    expectAddress(item.children('link').text());
    expect(item.children('pubDate').text()).toMatch(RFC_822);
    // An address of a person, not a name.
    expect(item.children('author')).toHaveLength(0);
  }
  const parsed = parseRssFeed(text);
  return {
    title: parsed.title,
    self: self.attr('href'),
    page: parsed.link,
    entries: (parsed.items ?? []).map(({ guid, title, link, pubDate, description }) => ({
      ...{ id: guid?.value, title, url: link, published: pubDate, html: description },
    })) as ReadFeed['entries'],
  };
}

/** https://www.jsonfeed.org/version/1.1/ */
function readJson(text: string): ReadFeed {
  const feed = JSON.parse(text);
  expect(feed.version).toBe('https://jsonfeed.org/version/1.1');
  expect(typeof feed.title).toBe('string');
  expect(Array.isArray(feed.items)).toBe(true);
  for (const item of feed.items) {
    expect(typeof item.id).toBe('string');
    expect(item.content_html ?? item.content_text).toBeTruthy();
    expect(item.date_published).toMatch(RFC_3339);
    expect(item.date_modified).toMatch(RFC_3339);
    for (const author of item.authors) expect(author.name).toBeTruthy();
    for (const tag of item.tags) expect(typeof tag).toBe('string');
  }
  const parsed = parseJsonFeed(feed);
  return {
    title: parsed.title,
    self: parsed.feed_url,
    page: parsed.home_page_url,
    entries: (parsed.items ?? []).map(({ id, title, url, date_published, content_html }) => ({
      ...{ id, title, url, published: date_published, html: content_html },
    })) as ReadFeed['entries'],
  };
}
