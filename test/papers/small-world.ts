import fc from 'fast-check';
import type { Sighting } from '../../src/model/paper.js';
import { sighting } from './page.js';

/** A paper of a small world goes by three ids and two titles; a page tells some of them. */
export const telling = fc
  .record({
    paper: fc.integer({ min: 0, max: 3 }),
    schemes: fc.subarray(['arxiv', 'doi', 'mag']),
    isRetitled: fc.boolean(),
    upvotes: fc.option(fc.nat(9), { nil: undefined }),
  })
  .map(
    ({ paper, schemes, isRetitled, upvotes }): Sighting =>
      sighting({
        ids: Object.fromEntries(schemes.map((scheme) => [scheme, `${scheme} ${paper}`])),
        title: isRetitled ? `Retitled ${paper}` : `Paper ${paper}`,
        ...(upvotes !== undefined && { upvotes }),
      }),
  );

export const pages = (one: fc.Arbitrary<Sighting>) =>
  fc.array(fc.array(one, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 });

/** A title is forgotten when its paper is renamed: then a page that still shows both is not of one mind. */
export const isOfOneMind = (page: Sighting[]) =>
  page
    .filter(({ ids }) => Object.keys(ids).length === 0)
    .every(({ title }) => page.every((each) => each.title?.at(-1) !== title?.at(-1) || each.title === title));
