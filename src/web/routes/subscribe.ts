import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify';
import { z } from 'zod';
import { sayProblem } from '../pages/say-problem.js';
import type { Pages } from '../pages.js';
import type { Problem, ReaderNeeds } from '../reader-needs.js';
import { askToSubscribe } from './ask-to-subscribe.js';

const Many = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((given) => (given === undefined ? [] : [given].flat()));

const Form = z.object({
  email: z.string().max(1000).default(''),
  /** A field no person sees: whoever fills it in is a program. */
  website: z.string().max(1000).default(''),
  cadence: z.string().max(20).optional(),
  timeZone: z.string().max(100).optional(),
  topics: Many,
  authors: Many,
});

/** What a page that leads here has chosen for its reader. */
const Query = z.object({ topics: Many, author: Many }).catch({ topics: [], author: [] });

/** More are nobody's choice, and each is looked up. */
const MOST_AUTHORS = 20;

/**
 * `/subscribe`: GET shows the form, with the `topics` and each `author` of the address already chosen; POST asks the
 * address to confirm. The answer never tells whether it was known.
 * `limit` turns away who asks too often.
 */
export function addSubscribeRoutes(
  app: FastifyInstance,
  needs: ReaderNeeds,
  pages: Pages,
  limit: onRequestAsyncHookHandler,
): void {
  const { topics, config, store } = needs;
  const show = async (email: string, chosen: Chosen, problems: Problem[] = []) => ({
    email,
    problems: problems.map(sayProblem),
    topics: topics.map(({ id, name }) => ({ id, name, chosen: chosen.topics.includes(id) })),
    authors: await findChosen(store, chosen.authors),
    hour: config.readers.hour,
  });

  app.get('/subscribe', async ({ query }, reply) => {
    const { topics: chosen, author } = Query.parse(query);
    const page = await show('', { topics: chosen, authors: author });
    return pages.send(reply, 'subscribe', page, { publicly: true });
  });

  app.post('/subscribe', { onRequest: limit }, async (request, reply) => {
    const form = Form.safeParse(request.body ?? {});
    const {
      email = '',
      website,
      ...chosen
    } = form.success ? form.data : { topics: [], authors: [], website: '' };
    const problems = website
      ? []
      : await askToSubscribe(needs, email, { ...dropEmpty(chosen), hour: config.readers.hour });
    if (problems.length > 0)
      return pages.send(reply, 'subscribe', await show(email, chosen, problems), { status: 400 });
    return pages.send(reply, 'notice', asked, { status: 202 });
  });
}

interface Chosen {
  topics: string[];
  authors: string[];
}

/** Those of them who are known. */
async function findChosen(
  store: ReaderNeeds['store'],
  ids: string[],
): Promise<{ id: string; name: string }[]> {
  const asked = [...new Set(ids)].slice(0, MOST_AUTHORS).map((id) => id.replaceAll('\0', ''));
  return asked.length > 0 ? store.authorsOf(asked) : [];
}

const asked = {
  title: 'Look into your inbox',
  text:
    'If mail can be sent to that address, a letter is on its way. Nothing more comes until you have confirmed with the link in it, which is good for two days. ' +
    'If no letter comes, look among the unwanted mail.',
  links: [{ label: 'Today’s papers', href: '/' }],
};

/** What a form leaves empty was not chosen. */
function dropEmpty(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== '' && value !== undefined),
  );
}
