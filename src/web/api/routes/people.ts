import { z } from 'zod';
import type { FoundAuthor } from '../../../store/store.js';
import type { WebNeeds } from '../../web-needs.js';
import { AuthorWithProfiles, components } from '../answers.js';
import { type ApiRoute, defineRoute } from '../api-route.js';
import { Paging, readPart } from '../paging.js';
import type { Seals } from '../seals.js';

const Query = z.strictObject({
  q: z.string().max(200).optional().describe('A part of the name'),
  ...Paging,
});
const Place = z.object({ name: z.string(), id: z.guid() });

/** `/topics`, `/authors` and `/authors/:id`. */
export function peopleRoutes({ store, topics }: WebNeeds, seals: Seals): ApiRoute[] {
  return [
    defineRoute({
      ...{ method: 'GET', url: '/topics', id: 'listTopics', tag: 'papers', access: 'public' },
      summary: 'The topics that papers are filed under',
      query: z.strictObject({}),
      answer: components.TopicList,
      handle: async () => ({ items: topics.map(({ id, name }) => ({ id, name })) }),
    }),
    defineRoute({
      ...{ method: 'GET', url: '/authors', id: 'listAuthors', tag: 'papers', access: 'public' },
      summary: 'People with a profile here, by name',
      description:
        'A bare name on a paper is nobody’s identity: only people whose profiles are read stand here.',
      query: Query,
      answer: components.AuthorList,
      handle: (asked) =>
        readPart<z.infer<typeof Place>, FoundAuthor, FoundAuthor>(seals, asked, {
          key: Place,
          read: (part) => store.listAuthors(asked.query.q?.replaceAll('\0', ''), part),
          keyOf: ({ name, id }) => ({ name, id }),
          show: (author) => author,
        }),
    }),
    defineRoute({
      ...{ method: 'GET', url: '/authors/:id', id: 'getAuthor', tag: 'papers', access: 'public' },
      summary: 'One person, with the figures of their profiles over time',
      params: z.object({ id: z.uuid('the id of an author: see /api/v1/authors') }),
      answer: AuthorWithProfiles,
      missing: 'There is no author of that id.',
      async handle({ params: { id } }) {
        const [author] = await store.authorsOf([id.toLowerCase()]);
        if (!author) return undefined;
        const profiles = await store.profilesOf(author.id);
        return { ...author, papersUrl: `/api/v1/papers?author=${author.id}`, profiles };
      },
    }),
  ];
}
