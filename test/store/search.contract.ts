import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sighting } from '../../src/model/paper.js';
import type { Database } from '../../src/store/database.js';
import type { PaperQuery, SearchPlace } from '../../src/store/store.js';
import { createTestStore } from '../support/databases.js';
import { describeUpkeep } from './search-upkeep.contract.js';
import { emptyTables, readPage, type Stage, sighting } from './stage.js';

/** Looking for papers. */
export function describeSearch(name: string, open: () => Promise<Database>): void {
  describe(`search: ${name}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      const database = await open();
      stage = { database, store: createTestStore(database) };
      await emptyTables(database);
      await fill(stage);
    });
    afterAll(() => stage.database.close());

    const now = new Date('2026-08-21T20:00:00Z');
    const find = (text?: string, over: Partial<PaperQuery> = {}) =>
      stage.store.searchPapers({ limit: 10, now, ...(text !== undefined && { text }), ...over });
    const titles = async (text?: string, over: Partial<PaperQuery> = {}) =>
      (await find(text, over)).papers.map(({ paper }) => paper.title);

    it('finds words in titles, names, summaries, keywords and abstracts, in any form, case and accent', async () => {
      expect(await titles('GAITS')).toEqual(['Walking robots']);
      expect(await titles('godel')).toEqual(['Notes on incompleteness']);
      expect(await titles('Gödel')).toEqual(['Notes on incompleteness']);
      expect(await titles('undecidable')).toEqual(['Notes on incompleteness']);
      expect(await titles('locomotion')).toEqual(['Walking robots']);
      expect(await titles('stumble')).toEqual(['Walking robots']);
    });

    it('asks for all words, and knows phrases, minus and or', async () => {
      expect(await titles('walking robots')).toEqual(['Walking robots']);
      expect(await titles('"robots walking"')).toEqual([]);
      expect(await titles('"need care"')).toEqual([]);
      expect(await titles('"all you need"')).toEqual(['Care is all you need']);
      expect(await titles('robots -walking')).toEqual(['Robots in $S^{2}$ and their self-supervised care']);
      expect((await titles('incompleteness or walking')).sort()).toEqual([
        'Notes on incompleteness',
        'Walking robots',
      ]);
    });

    it('reads words through LaTeX, hyphens, slashes and tags', async () => {
      expect(await titles('undecided')).toEqual(['Notes on incompleteness']);
      for (const text of ['S2', 'S²', 'self supervised', 'self-supervised', 'supervised'])
        expect(await titles(text), text).toEqual(['Robots in $S^{2}$ and their self-supervised care']);
      expect(await titles('decoder')).toEqual(['Care is all you need']);
    });

    it('finds people whose names are common words', async () => {
      expect(await titles('An Do')).toEqual(['Care is all you need']);
    });

    it('puts titles before abstracts, and of like ones the newer first', async () => {
      expect(await titles('care')).toEqual([
        'Care is all you need',
        'Robots in $S^{2}$ and their self-supervised care',
        'Walking robots',
      ]);
      expect(await titles('robots')).toEqual([
        'Walking robots',
        'Robots in $S^{2}$ and their self-supervised care',
      ]);
    });

    it('puts the paper whose id was typed first, however it was typed', async () => {
      const known = await find('incompleteness');
      expect(known.papers[0]?.paper.ids).toEqual({ arxiv: '2508.00003', doi: '10.5555/notes.3' });
      for (const text of [
        '2508.00003',
        'arXiv:2508.00003v2',
        ' https://arxiv.org/abs/2508.00003 ',
        'https://huggingface.co/papers/2508.00003',
        '10.5555/NOTES.3',
        'https://doi.org/10.5555/notes.3',
      ])
        expect((await titles(text))[0], text).toBe('Notes on incompleteness');
      expect(await titles('2508.99999')).toEqual([]);
    });

    it('lists all papers newest first when nothing is asked for, and counts them', async () => {
      const found = await find();
      expect(found.papers.map(({ paper }) => paper.title)).toEqual([
        'Walking robots',
        'Care is all you need',
        'Robots in $S^{2}$ and their self-supervised care',
        'Notes on incompleteness',
      ]);
      expect(found).toMatchObject({ total: 4, words: [], isPartial: false, isCut: false });
      expect(found).not.toHaveProperty('next');
    });

    it('keeps to a topic and to days', async () => {
      expect(await titles(undefined, { topicId: 'robotics' })).toEqual([
        'Walking robots',
        'Robots in $S^{2}$ and their self-supervised care',
      ]);
      expect(await titles('care', { topicId: 'robotics' })).not.toContain('Care is all you need');
      expect(await titles(undefined, { since: '2026-07-01', until: '2026-07-31' })).toEqual([
        'Care is all you need',
      ]);
      expect(await titles('care', { until: '2026-07-31' })).not.toContain('Walking robots');
      expect(await titles('care', { since: '2026-08-21', until: '2026-01-01' })).toEqual([]);
    });

    it.each([undefined, 'care', 'care or incompleteness'])(
      'goes on where a part of %s ended',
      async (text) => {
        const whole = await titles(text);
        const seen: string[] = [];
        let after: SearchPlace | undefined;
        do {
          const part = await find(text, { limit: 1, ...(after && { after }) });
          expect(part.total).toBe(whole.length);
          seen.push(...part.papers.map(({ paper }) => paper.title));
          after = part.next;
        } while (after);
        expect(seen).toEqual(whole);
      },
    );

    it('takes the last word for a beginning when no paper holds it', async () => {
      expect(await find('incomple')).toMatchObject({
        total: 1,
        otherwise: 'by the beginning of the last word',
        words: ['incomple'],
      });
      expect(await find('walking rob')).toMatchObject({
        total: 1,
        otherwise: 'by the beginning of the last word',
      });
    });

    it('mends mistyped words of titles and names, and says what it looked for', async () => {
      expect(await find('incmopleteness')).toMatchObject({
        total: 1,
        otherwise: 'by similar words',
        words: ['incompleteness'],
      });
      expect((await find('Lovelase walkin robts')).words).toEqual(['lovelace', 'walking', 'robots']);
      expect(await find('zzzzqqqq')).toMatchObject({ total: 0, papers: [] });
      expect(await find('zzzzqqqq')).not.toHaveProperty('otherwise');
    });

    it('searches plainly where words cannot be compared', async () => {
      const { database } = stage;
      await database.script('DROP EXTENSION pg_trgm CASCADE');
      expect(await titles('godel')).toEqual(['Notes on incompleteness']);
      expect(await titles('incmopleteness')).toEqual([]);
      await database.script('CREATE EXTENSION pg_trgm SCHEMA broadsheet');
      expect(await titles('incmopleteness')).toEqual(['Notes on incompleteness']);
    });

    it('tells which words of a text were looked for', async () => {
      const shown = ['Robot', 'robots', 'Walking', 'the', 'Gödel', 'careful'];
      const asked = await find('the robots gödel');
      expect(await stage.store.wordsFound(shown, asked)).toEqual(new Set(['Robot', 'robots', 'Gödel']));
      const begun = { words: ['car'], otherwise: 'by the beginning of the last word' } as const;
      expect(await stage.store.wordsFound(shown, begun)).toEqual(new Set(['careful']));
      expect(await stage.store.wordsFound(shown, { words: [] })).toEqual(new Set());
    });

    it.each([
      "'; DROP TABLE papers; --",
      '%',
      '\\',
      '(',
      ')',
      '👩‍🔬 emoji',
      'a\0b',
      '\ud800',
      '"',
      '-',
      '- -',
      '"-"',
      '-"',
      'or',
      'or or',
      ':*',
      '!a & | (b',
      "'a':b <-> c",
      '%%',
      '_',
    ])('answers %j', async (text) => {
      const { papers } = await find(text);
      expect(papers.length).toBeLessThanOrEqual(4);
    });

    it('looks for the beginning of a text that is too long, and says so', async () => {
      expect(await find(`incompleteness ${' '.repeat(500)}`)).toMatchObject({ total: 1, isCut: true });
      for (const text of ['x'.repeat(10_000), 'word '.repeat(2000), '-'.repeat(10_000), '"'.repeat(9999)])
        expect(await find(text)).toMatchObject({ isCut: true });
    });

    it('answers whatever is typed', async () => {
      const word = fc.constantFrom(
        'robots',
        '-',
        '"',
        'or',
        '(',
        ' ',
        '\\',
        ':*',
        "'",
        '&',
        '!',
        '<->',
        'ö',
        '漢字',
        '10.1/x',
      );
      const text = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.array(word, { maxLength: 12 }).map((words) => words.join('')),
      );
      await fc.assert(
        fc.asyncProperty(text, async (typed) => {
          const found = await find(typed, { limit: 2 });
          expect(found.papers.length).toBeLessThanOrEqual(2);
          await stage.store.wordsFound(['robots'], found);
        }),
        { numRuns: 60 },
      );
    });
  });

  describeUpkeep(name, open);
}

async function fill(stage: Stage): Promise<void> {
  const papers: Sighting[] = [
    sighting(1, {
      title: 'Walking robots',
      authors: ['Ada Lovelace'],
      abstract: 'They stumble, and take care not to fall.',
      summary: 'Machines learn a gait.',
      keywords: ['locomotion'],
      publishedAt: '2026-08-19T10:00:00Z',
    }),
    sighting(2, {
      title: 'Care is all you need',
      authors: ['An Do'],
      abstract: 'An encoder/decoder of care.',
      publishedAt: '2026-07-20',
    }),
    sighting(3, {
      ids: { arxiv: '2508.00003', doi: '10.5555/notes.3' },
      title: 'Notes on incompleteness',
      authors: ['Kurt Gödel'],
      abstract: 'Some statements are undecidable: <script> a <b> c, and one undecided.',
      publishedAt: '1931-01-01',
    }),
    sighting(4, {
      title: 'Robots in $S^{2}$ and their self-supervised care',
      authors: ['Mary Somerville'],
      publishedAt: '2026-01-05',
    }),
  ];
  await readPage(stage, papers, { at: '2026-08-20T12:00:00Z' });
  await stage.database.query(
    `INSERT INTO matches (paper_id, topic_id, score, evidence, classifier_id)
     SELECT id, CASE WHEN title ILIKE '%robots%' THEN 'robotics' ELSE 'medicine' END, 0.9, '{}', 'test' FROM papers`,
  );
}
