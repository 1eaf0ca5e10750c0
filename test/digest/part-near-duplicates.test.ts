import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeDigest } from '../../src/digest/compose-digest.js';
import { foldText } from '../../src/digest/fold-text.js';
import { isNearDuplicate, partNearDuplicates } from '../../src/digest/part-near-duplicates.js';
import { editionOf, editionPaper, readerOf, topicOf } from './edition.js';

const titled = (title: string) => ({ title, words: new Set(foldText(title).split(' ')) });
const part = (titles: string[], before?: string) =>
  partNearDuplicates(titles.map(titled), before === undefined ? undefined : titled(before)).map(
    ({ title }) => title,
  );

const ONE = 'Learning to fold paper cranes with two robot arms';
const TWIN = 'Learning to fold paper cranes with two robot arms: extended';

describe('near-duplicates', () => {
  it('differ in hardly a word of the title', () => {
    const near = (one: string, other: string) => isNearDuplicate(titled(one), titled(other));
    expect(near(ONE, TWIN)).toBe(true);
    expect(near(ONE, ONE.toUpperCase())).toBe(true);
    expect(near('Scaling laws for birds', 'Scaling laws for boats')).toBe(false);
    expect(near('Qwen3 technical report', 'Qwen2.5 technical report')).toBe(false);
  });

  it('wait until something stands between', () => {
    expect(part([ONE, TWIN, 'Birds', 'Boats'])).toEqual([ONE, 'Birds', TWIN, 'Boats']);
  });

  it('move up where nothing follows', () => {
    expect(part(['Birds', ONE, TWIN])).toEqual([TWIN, 'Birds', ONE]);
  });

  it('are left out where nothing can stand between', () => {
    expect(part([ONE, TWIN])).toEqual([ONE]);
    expect(part([TWIN], ONE)).toEqual([]);
  });

  it('never stand beside each other, in whatever order they come; nothing else is lost', () => {
    const title = fc.constantFrom(ONE, TWIN, `${ONE} again`, 'Birds', 'Boats', 'Bees');
    fc.assert(
      fc.property(fc.array(title, { maxLength: 12 }), title, (titles, before) => {
        const parted = partNearDuplicates(titles.map(titled), titled(before));
        const row = [titled(before), ...parted];
        row.slice(1).forEach((one, at) => {
          expect(isNearDuplicate(row[at] ?? one, one)).toBe(false);
        });
        const names = parted.map((one) => one.title);
        for (const name of new Set(names))
          expect(titles.filter((one) => one === name).length).toBeGreaterThanOrEqual(
            names.filter((one) => one === name).length,
          );
      }),
    );
  });

  it('are apart in every digest, across its headings too', () => {
    const words = fc.constantFrom(ONE, TWIN, `${ONE} again`, 'Birds by day', 'Boats by night');
    const paper = fc.tuple(words, fc.constantFrom('graphs', 'robots'));
    fc.assert(
      fc.property(fc.array(paper, { maxLength: 14 }), (drawn) => {
        const papers = drawn.map(([title, topic], at) =>
          editionPaper(String(at), { title, topics: [topicOf(topic)] }),
        );
        const composed = composeDigest(
          editionOf(...papers),
          readerOf({ topics: ['graphs', 'robots'] }),
          new Set(),
        );
        const all = 'digest' in composed ? composed.digest.sections.flatMap((section) => section.papers) : [];
        all.slice(1).forEach((one, at) => {
          expect(isNearDuplicate(titled(all[at]?.title ?? ''), titled(one.title))).toBe(false);
        });
      }),
    );
  });
});
