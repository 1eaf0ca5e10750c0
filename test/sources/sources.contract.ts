import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { ParseError } from '../../src/errors.js';
import type { Reading } from '../../src/model/scan.js';
import type { Source } from '../../src/sources/source.js';
import { aPage } from './a-page.js';

const folder = fileURLToPath(new URL('../fixtures/sources/', import.meta.url));

/** What `broadsheet parse` prints, as far as it is compared. */
const Expected = z.object({
  page: z.object({ url: z.url(), date: z.string().optional() }),
  papers: z.array(z.unknown()),
});

/** Sample answers of a source: `<id>.<ext>` or `<id>.<variant>.<ext>`; both forms of one list share one expectation. */
export function listSamples(sourceId: string): string[] {
  const isSample = new RegExp(`^${sourceId}(\\.[a-z0-9-]+)?\\.(html|json|xml|txt)$`);
  return readdirSync(folder).filter((file) => isSample.test(file) && !file.endsWith('.papers.json'));
}

/** What every source promises about a sample answer. */
export function keepsItsWord(source: Source, sample: string): void {
  it('reads into the papers that were reviewed', () => {
    const { expected, reading } = readSample(source, sample);
    expect(reading.sightings).toEqual(expected.papers);
    expect(reading.covers?.date).toBe(expected.page.date);
  });

  it('gives each paper ids of its own, the same at every reading', () => {
    const ids = idsOf(readSample(source, sample).reading);
    expect(new Set(ids).size).toBe(ids.length);
    expect(idsOf(readSample(source, sample).reading)).toEqual(ids);
  });

  it('gives absolute addresses, valid dates, and a title, an abstract or the id of a paper', () => {
    for (const sighting of readSample(source, sample).reading.sightings) {
      const { url, codeUrl, projectUrl, thumbnailUrl, publishedAt, featuredOn } = sighting;
      const addresses = [url, codeUrl, projectUrl, thumbnailUrl].filter((each) => each !== undefined);
      expect(addresses.filter((each) => !/^https?:\/\//.test(each))).toEqual([]);
      const dates = [publishedAt, featuredOn].filter((each) => each !== undefined);
      expect(dates.filter((each) => Number.isNaN(Date.parse(each)))).toEqual([]);
      expect(sighting.title ?? sighting.abstract ?? Object.values(sighting.ids)[0]).toBeTruthy();
    }
  });

  it('survives being cut anywhere, or changed in ten bytes', () => {
    const { expected, body } = readSample(source, sample);
    for (const damaged of damage(body)) {
      const count = papersOrParseError(source, expected.page.url, damaged);
      expect(count).toBeLessThanOrEqual(expected.papers.length);
    }
  });
}

/** What every source promises about the page of a firewall. */
export function refusesBlockPages(source: Source): void {
  it.each([
    '<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>',
    '<html><body><script>window.gokuProps = {};</script></body></html>',
    '<html><head><title>502 Bad Gateway</title></head></html>',
    '',
  ])('raises for a page that is not its own: %s', (body) => {
    expect(() => source.parse(aPage(source.homepage, body), {})).toThrow(ParseError);
  });
}

function readSample(source: Source, sample: string) {
  const body = readFileSync(folder + sample, 'utf8');
  const expected = readExpected(source.id, sample);
  return { body, expected, reading: source.parse(aPage(expected.page.url, body), {}) };
}

function readExpected(sourceId: string, sample: string) {
  const file = `${sample.replace(/\.[a-z]+$/, '')}.papers.json`;
  if (existsSync(folder + file)) return Expected.parse(JSON.parse(readFileSync(folder + file, 'utf8')));
  throw new Error(
    `${file} is missing: make it with "npx broadsheet parse ${sourceId} test/fixtures/sources/${sample} --url ADDRESS > test/fixtures/sources/${file}", read it, and commit it`,
  );
}

function idsOf({ sightings }: Reading): string[] {
  return sightings.flatMap(({ ids }) => Object.entries(ids).map((id) => id.join(':')));
}

/** Twenty cuts, and twenty copies with ten bytes changed, the same at every run. */
function damage(body: string): string[] {
  const steps = Array.from({ length: 20 }, (_none, index) => index);
  const cuts = steps.map((step) => body.slice(0, Math.floor((body.length * step) / steps.length)));
  return [...cuts, ...steps.map((step) => changeTenBytes(body, step))];
}

function changeTenBytes(body: string, seed: number): string {
  const bytes = Buffer.from(body);
  for (let change = 0; change < 10; change += 1) {
    const random = ((seed * 10 + change + 1) * 2_654_435_761) >>> 0;
    bytes[random % bytes.length] = (random >>> 8) & 0x7f;
  }
  return bytes.toString();
}

function papersOrParseError(source: Source, url: string, body: string): number {
  try {
    return source.parse(aPage(url, body), {}).sightings.length;
  } catch (error) {
    if (error instanceof ParseError) return 0;
    throw error;
  }
}
