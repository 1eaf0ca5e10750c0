import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify';
import { z } from 'zod';
import { sayProblem } from '../pages/say-problem.js';
import type { Pages } from '../pages.js';
import type { Problem, ReaderNeeds } from '../reader-needs.js';
import { askToSubscribe } from './ask-to-subscribe.js';

const Form = z.object({
  email: z.string().max(1000).default(''),
  /** A field no person sees: whoever fills it in is a program. */
  website: z.string().max(1000).default(''),
  cadence: z.string().max(20).optional(),
  timeZone: z.string().max(100).optional(),
  topics: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((given) => (given === undefined ? [] : [given].flat())),
});

/**
 * `/subscribe`: GET shows the form, POST asks the address to confirm. The answer never tells whether it was known.
 * `limit` turns away who asks too often.
 */
export function addSubscribeRoutes(
  app: FastifyInstance,
  needs: ReaderNeeds,
  pages: Pages,
  limit: onRequestAsyncHookHandler,
): void {
  const { topics, config } = needs;
  const show = (email: string, chosen: string[], problems: Problem[] = []) => ({
    email,
    problems: problems.map(sayProblem),
    topics: topics.map(({ id, name }) => ({ id, name, chosen: chosen.includes(id) })),
    hour: config.readers.hour,
  });

  app.get('/subscribe', async (_request, reply) =>
    pages.send(reply, 'subscribe', show('', []), { publicly: true }),
  );

  app.post('/subscribe', { onRequest: limit }, async (request, reply) => {
    const form = Form.safeParse(request.body ?? {});
    const { email = '', website, ...chosen } = form.success ? form.data : { topics: [], website: '' };
    const problems = website
      ? []
      : await askToSubscribe(needs, email, { ...dropEmpty(chosen), hour: config.readers.hour });
    if (problems.length > 0)
      return pages.send(reply, 'subscribe', show(email, chosen.topics, problems), { status: 400 });
    return pages.send(reply, 'notice', asked, { status: 202 });
  });
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
