import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ProfileKey } from '../../model/author.js';
import type { OperatorGuard } from '../operator-guard.js';
import { viewHolds } from '../pages/holds-page.js';
import type { Pages } from '../pages.js';
import type { WebNeeds } from '../web-needs.js';

/** How many questions of a kind, and how many decisions, the page shows at most. */
const shown = { questions: 50, decisions: 200 };

const Same = z.enum(['same', 'other']).transform((word) => word === 'same');

const TextForm = z.object({ hold: z.uuid(), answer: Same });

/** The profiles as they are named in the form, which is how they are stored. */
const PeopleForm = z.object({
  ...{ source: z.string(), key: z.string(), otherSource: z.string(), otherKey: z.string() },
  answer: Same,
});

const AgainForm = z.object({ decision: z.uuid() });

/**
 * `/admin/holds`: what the program could not tell and a person decides. Viewers see it; operators answer at
 * `/admin/holds/text` and `/admin/holds/people` and take an answer back at `/admin/holds/again`.
 */
export function addHoldRoutes(
  app: FastifyInstance,
  needs: WebNeeds,
  pages: Pages,
  guard: OperatorGuard,
): void {
  app.get('/admin/holds', { onRequest: guard.enter }, (request, reply) =>
    sendHolds(request, reply, needs, pages),
  );

  const act = (path: string, decide: (request: FastifyRequest, needs: WebNeeds) => Promise<boolean>) =>
    app.post(
      path,
      { onRequest: guard.enter, preHandler: [guard.act, app.csrfProtection] },
      async (request, reply) => {
        if (await decide(request, needs)) return reply.redirect('/admin/holds', 303);
        return sendHolds(request, reply, needs, pages, 'That question does not wait any more.');
      },
    );
  act('/admin/holds/text', answerText);
  act('/admin/holds/people', answerPeople);
  act('/admin/holds/again', askAgain);
}

async function answerText(request: FastifyRequest, { store, clock }: WebNeeds): Promise<boolean> {
  const { data } = TextForm.safeParse(request.body);
  if (!data) return false;
  const { hold, answer: same } = data;
  const decision = await store.decideText(hold, { same, by: nameOf(request), at: clock.now() });
  if (decision === undefined) return false;
  await store.recordAudit({
    who: nameOf(request),
    action: 'decide-text',
    detail: { decision, same },
  });
  return true;
}

async function answerPeople(request: FastifyRequest, { store, clock }: WebNeeds): Promise<boolean> {
  const { data } = PeopleForm.safeParse(request.body);
  if (!data) return false;
  const { source, key, otherSource, otherKey, answer: same } = data;
  const profiles: [ProfileKey, ProfileKey] = [
    { sourceId: source, key },
    { sourceId: otherSource, key: otherKey },
  ];
  const decision = await store.decidePeople(profiles, { same, by: nameOf(request), at: clock.now() });
  if (decision === undefined) return false;
  const detail = { decision, same, profiles };
  await store.recordAudit({ who: nameOf(request), action: 'decide-people', detail });
  return true;
}

async function askAgain(request: FastifyRequest, { store }: WebNeeds): Promise<boolean> {
  const { data } = AgainForm.safeParse(request.body);
  const kind = data && (await store.askAgain(data.decision));
  if (!data || kind === undefined) return false;
  const detail = { decision: data.decision, kind };
  await store.recordAudit({ who: nameOf(request), action: 'ask-again', detail });
  return true;
}

const nameOf = ({ operator }: FastifyRequest): string => operator?.name ?? '';

async function sendHolds(
  { operator }: FastifyRequest,
  reply: FastifyReply,
  { store, config, outbox }: WebNeeds,
  pages: Pages,
  problem?: string,
): Promise<FastifyReply> {
  if (operator === undefined) throw new Error('the page of what waits is shown behind the guard only');
  const [waiting, texts, people, decisions] = await Promise.all([
    store.waiting(),
    store.waitingTexts(shown.questions),
    store.likelyPeople(shown.questions),
    store.decisions(shown.decisions),
  ]);
  const page = viewHolds({
    desk: { csrf: reply.generateCsrf(), hasOutbox: outbox !== undefined },
    acts: operator.role === 'operator',
    timeZone: config.editions.timeZone,
    ...{ waiting, texts, people, decisions },
    ...(problem !== undefined && { problem }),
  });
  return pages.send(reply, 'holds', page, { status: problem === undefined ? 200 : 409 });
}
