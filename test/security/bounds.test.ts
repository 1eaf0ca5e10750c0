import { describe, expect, it } from 'vitest';
import { BroadsheetError } from '../../src/errors.js';
import { listSources } from '../../src/sources/load-sources.js';
import { aPage } from '../sources/a-page.js';

const sources = await listSources();
const DEEP = 100_000;

/** Pages that nobody writes by accident. */
const pages: [what: string, body: string][] = [
  ['JSON of a hundred thousand lists in each other', '['.repeat(DEEP) + ']'.repeat(DEEP)],
  ['JSON of a hundred thousand objects in each other', `${'{"paper":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`],
  ['HTML of a hundred thousand elements in each other', `<html><body>${'<div>'.repeat(DEEP)}`],
  ['inline elements in each other without end', `<html><body>${'<b><i>'.repeat(DEEP / 2)}x`],
  ['XML of a hundred thousand elements in each other', `<rss><channel>${'<item>'.repeat(DEEP)}`],
  [
    'entities that stand for each other a billion times',
    `<!DOCTYPE rss [<!ENTITY a "ha">${[...'bcdefghij'].map((name, at) => `<!ENTITY ${name} "${`&${'abcdefghi'[at]};`.repeat(10)}">`).join('')}]><rss><channel><title>&j;</title><item><title>&j;</title><link>https://example.org/&j;</link></item></channel></rss>`,
  ],
  [
    'a reference to a file of ours',
    '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>&f;</title><item><title>&f;</title><link>https://example.org/a</link></item></channel></rss>',
  ],
  ['tags that never end', '<'.repeat(DEEP)],
  ['comments that never end', '<!--'.repeat(DEEP)],
  ['attributes without end', `<html ${'a="b" '.repeat(DEEP)}>`],
];

describe.each(sources.map((source) => [source.id, source] as const))('%s', (_id, source) => {
  it.each(pages)('is neither felled nor filled by %s', { timeout: 60_000 }, (_what, body) => {
    const reading = readOrRefuse(() => source.parse(aPage(source.homepage, body), {}));
    const text = JSON.stringify(reading?.sightings ?? []);
    expect(text.length).toBeLessThan(100_000);
    expect(text).not.toContain('root:');
  });
});

it('a feed of a hundred thousand papers is read, or refused in words', { timeout: 60_000 }, () => {
  const feed = sources.find(({ id }) => id === 'feed');
  const item = (at: number) =>
    `<item><title>Paper ${at}</title><link>https://example.org/${at}</link></item>`;
  const items = Array.from({ length: 100_000 }, (_none, at) => item(at)).join('');
  const body = `<rss version="2.0"><channel><title>T</title><link>https://example.org</link>${items}</channel></rss>`;
  const reading = readOrRefuse(() => feed?.parse(aPage('https://example.org/feed', body), {}));
  expect(reading?.sightings.length ?? 0).toBeLessThanOrEqual(100_000);
});

function readOrRefuse<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof BroadsheetError) return undefined;
    throw error;
  }
}
