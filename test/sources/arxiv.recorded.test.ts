import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sighting } from '../../src/model/paper.js';
import type { Reading } from '../../src/model/scan.js';
import arxiv from '../../src/sources/arxiv.js';
import { aPage } from './a-page.js';

function folder(): string {
  const recorded = process.env.RECORDED_DIR;
  if (recorded) return join(recorded, 'arxiv');
  throw new Error('RECORDED_DIR is not set: RECORDED_DIR=path/to/recorded npm run test:recorded');
}

/** Reads a recorded answer as if it came from the address given. */
function read(name: string, url = 'https://export.arxiv.org/api/query?start=0&max_results=500'): Reading {
  return arxiv.parse(aPage(url, readFileSync(join(folder(), `${name}.xml`), 'utf8')), {});
}

const idsOf = ({ sightings }: Reading) => sightings.map(({ ids }) => ids.arxiv);

it('every recorded answer is looked at', () => {
  expect(readdirSync(folder()).map((file) => file.replace('.xml', ''))).toEqual([
    'api-cs-2025-12-17',
    'api-empty-0000.0000',
    'api-error-incorrect-id-format',
    'api-id-1605.08386',
    'api-id-2104.12255v1-title-zero',
    'api-id_list-one-missing',
    'api-testing-start0-max10',
    'api-testing-start10-max10',
    'api-testing-start20-max10',
    'api-transformer-cs.LG-max5',
    'rss-atom-cs.AI-2025-08-20',
    'rss-cs.CL-weekend-empty-2026-08-01',
  ]);
});

describe('the 405 papers of a day', () => {
  /** Counted without our code. */
  it('are read with all that is said of them', () => {
    const { sightings, unreadable, next } = read('api-cs-2025-12-17');
    const having = (key: keyof Sighting) =>
      sightings.filter((sighting) => sighting[key] !== undefined).length;
    expect({ unreadable, next }).toEqual({ unreadable: [], next: [] });
    expect({
      papers: sightings.length,
      authors: sightings.reduce((sum, { authors }) => sum + authors.length, 0),
      remarks: having('remark'),
      journals: having('journalRef'),
      dois: sightings.filter(({ ids }) => ids.doi !== undefined).length,
      affiliated: having('institutions'),
      revised: sightings.filter(({ version }) => version !== 1).length,
      withdrawn: having('withdrawn'),
      complete: sightings.filter(({ title, abstract, publishedAt }) => title && abstract && publishedAt)
        .length,
    }).toEqual({
      papers: 405,
      authors: 2113,
      remarks: 200,
      journals: 19,
      dois: 16,
      affiliated: 5,
      revised: 20,
      withdrawn: 0,
      complete: 405,
    });
  });

  it('begin and end as the file does', () => {
    const { sightings } = read('api-cs-2025-12-17');
    expect(sightings[0]).toMatchObject({
      ids: { arxiv: '2512.16041' },
      title: 'Are We on the Right Way to Assessing LLM-as-a-Judge?',
      url: 'https://arxiv.org/abs/2512.16041',
      publishedAt: '2025-12-17T23:49:55Z',
      categories: ['cs.CL', 'cs.AI'],
      version: 1,
    });
    expect(sightings[0]?.authors[0]).toBe('Yuanning Feng');
  });

  it('have DOIs without the stop behind them, and each institution once', () => {
    const { sightings } = read('api-cs-2025-12-17');
    const find = (id: string) => sightings.find(({ ids }) => ids.arxiv === id);
    expect(find('2512.15062')?.ids.doi).toBe('10.1109/lcomm.2025.3536182');
    expect(find('2512.15328')?.institutions).toEqual(['Effat University', 'Cairo University']);
    expect(find('2512.15554')?.institutions).toHaveLength(2);
  });
});

describe('other recorded answers', () => {
  it('may hold no paper, one, or fewer than were asked for', () => {
    expect(read('api-empty-0000.0000')).toMatchObject({ sightings: [], unreadable: [], next: [] });
    expect(idsOf(read('api-id-1605.08386'))).toEqual(['1605.08386']);
    expect(idsOf(read('api-id_list-one-missing'))).toEqual(['1707.08567']);
  });

  it('raise with the reason when they are an error', () => {
    expect(() => read('api-error-incorrect-id-format')).toThrow('incorrect id format for abc');
  });

  it('may hold a paper titled 0', () => {
    expect(read('api-id-2104.12255v1-title-zero').sightings[0]).toMatchObject({ title: '0', version: 1 });
  });

  it.each([0, 10, 20])('lead on to the next page: from %i', (start) => {
    const url = `https://export.arxiv.org/api/query?search_query=testing&start=${start}&max_results=10`;
    const reading = read(`api-testing-start${start}-max10`, url);
    expect(reading.sightings).toHaveLength(10);
    expect(reading.next).toEqual([
      { url: url.replace(`start=${start}`, `start=${start + 10}`), kind: 'api' },
    ]);
  });

  it('of a query have papers of all kinds', () => {
    expect(idsOf(read('api-transformer-cs.LG-max5'))).toEqual([
      '2606.13677',
      '2606.13591',
      '2606.13568',
      '2606.13515',
      '2606.13501',
    ]);
  });
});

describe('the recorded announcements', () => {
  it('are of their day, and all of them are news', () => {
    const reading = read('rss-atom-cs.AI-2025-08-20', 'https://rss.arxiv.org/atom/cs.AI');
    expect(reading.covers).toEqual({ date: '2025-08-20' });
    expect(reading.sightings.map(({ ids, authors }) => [ids.arxiv, authors.length])).toEqual([
      ['2508.13426', 3],
      ['2508.13428', 3],
      ['2508.13429', 1],
      ['2508.13434', 7],
      ['2508.13435', 1],
      ['2508.14001', 2],
      ['2508.14002', 2],
    ]);
    expect(new Set(reading.sightings.map(({ featuredOn }) => featuredOn))).toEqual(new Set(['2025-08-20']));
    expect(reading.sightings.filter(({ abstract }) => /announce type/i.test(abstract ?? ''))).toEqual([]);
  });

  it('of a Saturday are empty', () => {
    expect(read('rss-cs.CL-weekend-empty-2026-08-01', 'https://rss.arxiv.org/rss/cs.CL')).toEqual({
      covers: { date: '2026-08-01' },
      sightings: [],
      unreadable: [],
      quietWeekdays: [7, 6],
    });
  });
});
