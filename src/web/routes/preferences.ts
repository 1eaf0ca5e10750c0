import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { ProfileKey } from '../../model/author.js';
import type { Choices, Subscriber } from '../../model/subscriber.js';
import { readPreferencesForm } from '../pages/preferences-form.js';
import { type PreferencesPage, viewPreferences } from '../pages/preferences-page.js';
import type { Pages } from '../pages.js';
import type { Problem, ReaderNeeds } from '../reader-needs.js';
import { findEffect } from './find-effect.js';

interface Route {
  Params: { token: string };
}

const Ask = z.object({ kind: z.enum(['export', 'delete', 'change']) });

/** Room enough to say what is wrong with a list that is far too long. */
const MOST_BYTES = 1_048_576;
const limit = { bodyLimit: MOST_BYTES, config: { rateLimit: { max: 60, timeWindow: '1 minute' } } };
const FOUND_AT_MOST = 12;

/**
 * `/preferences/:token`: what a reader gets, by the link in their mails. GET shows, POST looks up authors, shows the
 * effect or saves, whichever button was pressed; `/ask` sends a letter with a fresh link, `/revoke` makes earlier links dead.
 */
export function addPreferencesRoutes(app: FastifyInstance, needs: ReaderNeeds, pages: Pages): void {
  const { store, clock } = needs;
  const whose = (token: string) => findHolder(needs, token);

  app.get<Route>('/preferences/:token', async ({ params, query }, reply) => {
    const reader = await whose(params.token);
    if (!reader) return answerDeadLink(reply, pages);
    const saved = z.object({ saved: z.string() }).safeParse(query).success;
    return pages.send(reply, 'preferences', await layOut(needs, reader, reader, { saved }));
  });

  app.post<Route>('/preferences/:token', limit, async ({ params, body }, reply) => {
    const reader = await whose(params.token);
    if (!reader) return answerDeadLink(reply, pages);
    const form = readPreferencesForm(body);
    const found = await lookUp(needs, form.button === 'find' ? form.find : '');
    const checked = needs.readChoices({ ...form.choices, authors: [...form.authors, ...found.followed] });
    const problems = [...('problems' in checked ? checked.problems : []), ...found.problems];
    if ('problems' in checked || problems.length > 0 || form.button !== 'save') {
      const choices = 'choices' in checked ? checked.choices : form.choices;
      const page = await layOut(needs, reader, choices as Partial<Choices>, {
        problems,
        checked: 'choices' in checked ? checked.choices : {},
        find: form.find,
        found: found.ids,
      });
      return pages.send(reply, 'preferences', page, { status: problems.length > 0 ? 400 : 200 });
    }
    await store.changeChoices(reader.id, checked.choices);
    return reply.redirect(`/preferences/${params.token}?saved=1`, 303);
  });

  app.post<Route>('/preferences/:token/ask', limit, async ({ params, body }, reply) => {
    const reader = await whose(params.token);
    const asked = Ask.safeParse(body);
    if (!reader || !asked.success) return answerDeadLink(reply, pages);
    const { letterId } = await store.askLink({ subscriberId: reader.id, ...asked.data, now: clock.now() });
    if (letterId !== undefined) await needs.sendLetter(letterId);
    return pages.send(reply, 'notice', letterAsked(params.token), { status: 202 });
  });

  app.post<Route>('/preferences/:token/revoke', limit, async ({ params }, reply) => {
    const reader = await whose(params.token);
    if (!reader) return answerDeadLink(reply, pages);
    await store.revokeLinks(reader.id);
    const fresh = await store.subscriber(reader.id);
    return fresh
      ? reply.redirect(`${pathOf(needs.links.preferences(fresh))}?saved=1`, 303)
      : answerDeadLink(reply, pages);
  });
}

/** The reader a link belongs to, unless its generation is over. */
async function findHolder(needs: ReaderNeeds, token: string): Promise<Subscriber | undefined> {
  const holder = needs.links.readPreferences(token);
  const reader = holder && (await needs.store.subscriber(holder.subscriberId));
  return reader && reader.linkGeneration === holder.generation ? reader : undefined;
}

/** People by name, or the one whose profile an address leads to: that one is followed at once. */
async function lookUp(
  { store, readProfileAddress }: ReaderNeeds,
  find: string,
): Promise<{ ids: string[]; followed: string[]; problems: Problem[] }> {
  if (find === '') return { ids: [], followed: [], problems: [] };
  if (/^[a-z]+:\/\/|^www\./i.test(find)) {
    const profile = readProfileAddress(find);
    if ('problem' in profile)
      return { ids: [], followed: [], problems: [{ path: 'find', message: profile.problem }] };
    const { id } = await store.followProfile({ ...profile, name: nameUntilRead(profile) });
    return { ids: [id], followed: [id], problems: [] };
  }
  const authors = await store.findAuthors(find, FOUND_AT_MOST);
  const nobody = {
    path: 'find',
    message: `Nobody of that name is known yet: “${find}”. Give the address of their profile page instead.`,
  };
  return { ids: authors.map(({ id }) => id), followed: [], problems: authors.length === 0 ? [nobody] : [] };
}

/** A profile's own name is known when its page has been read; until then its key is all there is. */
const nameUntilRead = ({ sourceId, key }: ProfileKey) => (/\p{L}/u.test(key) ? key : `${sourceId} ${key}`);

async function layOut(
  needs: ReaderNeeds,
  reader: Subscriber,
  chosen: Partial<Choices>,
  more: {
    saved?: boolean;
    problems?: Problem[];
    /** What has an effect: nothing that was not looked at. */
    checked?: Partial<Choices>;
    find?: string;
    found?: string[];
  },
): Promise<PreferencesPage> {
  const merged = { ...reader, ...chosen };
  const authors = await needs.store.authorsOf([...new Set([...merged.authors, ...(more.found ?? [])])]);
  return viewPreferences({
    reader: merged,
    action: pathOf(needs.links.preferences(reader)),
    leaveAction: pathOf(needs.links.unsubscribe(reader)),
    topics: needs.topics,
    authors,
    effect: await findEffect(needs, { ...reader, ...more.checked }),
    ...more,
  });
}

const pathOf = (url: string) => new URL(url).pathname;

function letterAsked(token: string) {
  return {
    title: 'Look into your inbox',
    text: 'A letter with a fresh link is on its way to your address. The link is good for a day, and once.',
    links: [{ label: 'Back to your choices', href: `/preferences/${token}` }],
  };
}

function answerDeadLink(reply: FastifyReply, pages: Pages): FastifyReply {
  const text =
    'It may have been cut in two by a mail program, or it was replaced by a newer one. The link at the foot of the latest mail works.';
  const links = [
    { label: 'Subscribe', href: '/subscribe' },
    { label: 'Today’s papers', href: '/' },
  ];
  return pages.send(reply, 'notice', { title: 'This link does not work', text, links }, { status: 404 });
}
