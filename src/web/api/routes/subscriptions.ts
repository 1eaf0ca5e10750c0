import type { onRequestAsyncHookHandler } from 'fastify';
import { z } from 'zod';
import { askToSubscribe } from '../../routes/ask-to-subscribe.js';
import type { WebNeeds } from '../../web-needs.js';
import { Subscription } from '../answers.js';
import { type ApiRoute, defineRoute } from '../api-route.js';
import { refuse } from '../problem.js';

/** Which choices there are, and what they may be, is known where the form is read: all problems are told at once. */
const Body = z
  .looseObject({ email: z.string().max(1000).describe('Where mail goes') })
  .describe(
    'An address, and choices as on the page: topics, cadence, hour, timeZone, maxPapers, keywords, …',
  );

/** `POST /subscriptions`: asks the address to confirm, whether or not it was known. `limit` turns away who asks too often. */
export function subscriptionRoutes(needs: WebNeeds, limit: onRequestAsyncHookHandler): ApiRoute[] {
  return [
    defineRoute({
      ...{ method: 'POST', url: '/subscriptions', id: 'subscribe', tag: 'subscriptions', access: 'public' },
      summary: 'Ask for mail; a letter asks the address to confirm',
      description: 'The answer never tells whether the address was known.',
      body: Body,
      status: 202,
      answer: Subscription,
      onRequest: limit,
      async handle({ body: { email, ...choices } }) {
        const problems = await askToSubscribe(needs, email, choices);
        const errors = problems.map(({ path, message }) => ({
          detail: message,
          pointer: `#/${path.replaceAll('.', '/')}`,
        }));
        if (errors.length > 0) return refuse(400, 'The subscription cannot be taken.', { errors });
        const message = 'If mail can be sent to that address, a letter asks it to confirm.';
        return { status: 'accepted' as const, message };
      },
    }),
  ];
}
