import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/model/scan.js';
import hfDaily from '../../src/sources/hf-daily.js';
import { aPage } from './a-page.js';

/** What each recorded answer holds, counted without our code. From `upvotes` on: sums, or papers that have it. */
const COUNTED = `
file                           covers      papers  first       last        upvotes  comments  authors  code  stars  summaries  institutions
api/date-2024-05-27.json       -           13      2405.15738  2405.15125  151      10        97       0     0      0          0
api/date-2025-01-27.json       -           4       2501.14249  2501.14726  21       4         699      0     0      0          0
api/date-2025-03-14.json       -           26      2503.10613  2503.10072  214      34        200      8     0      0          0
api/date-2025-05-22.json       2025-05-22  27      2505.15277  2505.14990  342      29        202      13    0      27         0
api/date-2025-09-30.json       2025-09-30  50      2509.24006  2509.23115  613      57        598      25    1383   50         33
api/date-2025-10-06.json       2025-10-06  16      2510.00515  2510.00658  64       17        133      5     16     16         7
api/date-2025-10-24.json       2025-10-24  18      2510.19779  2510.15804  170      28        155      8     88     18         13
api/date-2026-01-12.json       2026-01-12  21      2601.03017  2601.05851  277      25        163      9     652    21         12
api/date-2026-04-10.json       2026-04-10  35      2604.08377  2603.27070  627      42        338      20    298    34         22
api/date-2026-04-16.json       2026-04-16  22      2604.14148  2604.13201  391      23        333      18    184    21         14
api/date-2026-05-14.json       2026-05-14  37      2605.10616  2605.05704  496      35        348      20    490    36         23
api/date-2026-06-12.json       2026-06-12  35      2606.13681  2606.08103  700      31        276      21    295    35         18
api/date-2026-06-16.json       2026-06-16  34      2606.14777  2606.17006  680      39        1094     20    1376   32         21
api/date-2026-08-17.json       2026-08-17  23      2608.14391  2608.12209  215      21        292      10    61     23         19
api/date-2026-08-18.json       2026-08-18  29      2608.15265  2608.15037  276      28        273      17    625    29         23
api/date-2026-08-19.json       2026-08-19  26      2608.17271  2608.16793  270      27        299      16    296    25         16
api/date-2026-08-20.json       2026-08-20  15      2608.16590  2608.14229  469      13        123      8     213    15         9
api/date-2026-08-21.json       2026-08-21  17      2608.19880  2608.13210  382      20        130      12    136    16         17
api/default-2026-05-08-3.json  2026-05-08  3       2605.05242  2605.06130  221      11        39       1     101    3          2
api/default-2026-06-13.json    2026-06-12  30      2606.00467  2606.13106  453      69        201      16    402    30         16
api/default-2026-07-31-5.json  2026-07-31  5       2607.23193  2607.16922  33       10        26       2     4      0          2
html/date-2024-08-01.html      2024-08-01  13      2407.21783  2404.01300  217      40        629      0     0      0          0`;

type Counts = Record<string, string>;

/** The rows of the table by the path of their file. */
const recorded: Record<string, Counts> = readTable(COUNTED);

function readTable(table: string): Record<string, Counts> {
  const [names = [], ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.split(/\s+/));
  const counts = rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? ''])));
  return Object.fromEntries(counts.map(({ file = '', ...rest }) => [pathOf(file), rest]));
}

function pathOf(file: string): string {
  return file.replace('api/', 'api/daily_papers-').replace('html/', 'html/papers-');
}

function recordedFile(name: string): string {
  const folder = process.env.RECORDED_DIR;
  if (!folder)
    throw new Error('RECORDED_DIR is not set: RECORDED_DIR=path/to/recorded npm run test:recorded');
  return join(folder, 'huggingface', name);
}

/** Reads a recorded answer as if it came from the address in its name. */
function read(name: string): Reading {
  const day = /date-(\d{4}-\d{2}-\d{2})/.exec(name)?.[1];
  const asked = day ? `?date=${day}` : '';
  const path = name.startsWith('api/') ? '/api/daily_papers' : '/papers';
  const body = readFileSync(recordedFile(name), 'utf8');
  return hfDaily.parse(aPage(`https://huggingface.co${path}${asked}`, body), day ? { day } : {});
}

function summarise({ covers, sightings }: Reading): Counts {
  const sum = (key: 'upvotes' | 'comments' | 'authorCount' | 'stars') =>
    String(sightings.reduce((total, sighting) => total + (sighting[key] ?? 0), 0));
  const having = (key: 'codeUrl' | 'summary' | 'institutions') =>
    String(sightings.filter((sighting) => sighting[key] !== undefined).length);
  return {
    covers: covers?.date ?? '-',
    papers: String(sightings.length),
    first: sightings[0]?.ids.arxiv ?? '',
    last: sightings.at(-1)?.ids.arxiv ?? '',
    upvotes: sum('upvotes'),
    comments: sum('comments'),
    authors: sum('authorCount'),
    code: having('codeUrl'),
    stars: sum('stars'),
    summaries: having('summary'),
    institutions: having('institutions'),
  };
}

function readPaper(name: string, arxiv: string) {
  return read(name).sightings.find(({ ids }) => ids.arxiv === arxiv);
}

const day = (date: string) => `api/daily_papers-date-${date}.json`;

describe('the recorded lists', () => {
  it('are all looked at', () => {
    const files = ['api', 'html'].flatMap((folder) =>
      readdirSync(recordedFile(folder)).map((file) => `${folder}/${file}`),
    );
    expect(files.filter((file) => file.includes('papers-d')).sort()).toEqual(Object.keys(recorded).sort());
  });

  it.each(Object.entries(recorded))('%s reads into what was counted', (name, counts) => {
    const reading = read(name);
    expect(reading.unreadable).toEqual([]);
    expect(summarise(reading)).toEqual(counts);
  });

  it('say a title, an abstract, an address and a date of every paper, on one line', () => {
    for (const name of Object.keys(recorded)) {
      for (const { title, abstract, url, publishedAt } of read(name).sightings) {
        expect([title, abstract].filter((text) => !text || /[\n\r\t]| {2}/.test(text))).toEqual([]);
        expect(url).toMatch(/^https:\/\/huggingface\.co\/papers\/\d{4}\.\d{4,5}$/);
        expect(Date.parse(publishedAt ?? '')).not.toBeNaN();
      }
    }
  });

  it.each(Object.keys(recorded).filter((name) => name.includes('-date-')))(
    '%s stands under its day',
    (name) => {
      const days = new Set(read(name).sightings.map(({ featuredOn }) => featuredOn));
      expect([...days]).toEqual([/date-([\d-]+)/.exec(name)?.[1]]);
    },
  );
});

describe('papers among them', () => {
  it('may have 664 authors', () => {
    expect(readPaper(day('2025-01-27'), '2501.14249')).toMatchObject({
      title: "Humanity's Last Exam",
      authorCount: 664,
      publishedAt: '2025-01-24T05:27:46.000Z',
    });
  });

  it('keep their own date where the outer one is the day before', () => {
    expect(readPaper(day('2026-08-21'), '2608.19880')).toMatchObject({
      title: 'EnvHarness: Awakening Static Worlds for Agent Learning',
      publishedAt: '2026-08-20T00:00:00.000Z',
      upvotes: 163,
      comments: 1,
      stars: 8,
      codeUrl: 'https://github.com/google-research/envharness',
      projectUrl: 'https://envharness.com/',
      institutions: ['Google'],
    });
  });

  it('keep a price in their title', () => {
    expect(readPaper(day('2025-03-14'), '2503.09642')?.title).toBe(
      'Open-Sora 2.0: Training a Commercial-Level Video Generation Model in $200k',
    );
    expect(readPaper(day('2025-10-24'), '2510.19600')?.title).toMatch(/for Under \$0\.1$/);
    expect(readPaper(day('2026-08-18'), '2608.14614')?.title).toMatch(/on \$60 GPUs$/);
  });

  it('do not show a hidden author', () => {
    expect(readPaper(day('2025-09-30'), '2509.22518')?.authors).toHaveLength(7);
    expect(readPaper(day('2026-06-12'), '2606.12575')?.authors).toHaveLength(9);
  });

  it('have code at a GitHub project page', () => {
    const paper = readPaper(day('2026-08-17'), '2608.11612');
    expect(paper?.codeUrl).toBe('https://github.com/microsoft/dion');
    expect(paper?.projectUrl).toBeUndefined();
  });

  it('may be featured on two days, with other votes', () => {
    expect(readPaper(day('2026-04-10'), '2604.07429')?.upvotes).toBe(2);
    expect(readPaper(day('2026-04-16'), '2604.07429')?.upvotes).toBe(42);
  });
});

it('a page of one paper is not taken for a list', () => {
  expect(() => read('html/paper-2509.24002.html')).toThrow('the DailyPapers data is missing');
});
