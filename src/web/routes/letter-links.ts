import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { TokenPurpose } from '../../model/letter.js';
import type { Subscriber } from '../../model/subscriber.js';
import type { NoticePage } from '../pages/notice-page.js';
import { type TokenPage, tokenPages } from '../pages/token-page.js';
import type { Pages } from '../pages.js';
import type { ReaderNeeds } from '../reader-needs.js';

interface Route {
  Params: { token: string };
}

interface Answer {
  send(reply: FastifyReply): FastifyReply;
}

const MoveForm = z.object({ email: z.string().max(1000) });

/**
 * The links in letters: `/confirm/:token`, `/export/…`, `/delete/…`, `/change/…`, `/move/…`. A GET shows a button and
 * changes nothing, so that a scanner that follows every link of a mail does no harm; the POST does it, once.
 */
export function addLetterLinkRoutes(app: FastifyInstance, needs: ReaderNeeds, pages: Pages): void {
  const { store, clock } = needs;
  const acts = createActs(needs, pages);
  for (const [purpose, act] of Object.entries(acts) as [TokenPurpose, (typeof acts)[TokenPurpose]][]) {
    const hashOf = (token: string) => needs.hashToken(purpose, token) ?? '';
    const showForm = (reply: FastifyReply, extra: Partial<TokenPage> = {}, status = 200) =>
      pages.send(reply, 'token', { ...tokenPages[purpose], ...extra }, { status });

    app.get<Route>(`/${purpose}/:token`, async ({ params }, reply) => {
      const found = await store.readToken(hashOf(params.token), purpose, clock.now());
      if (!found) return pages.send(reply, 'notice', deadLink, { status: 410 });
      return showForm(reply, { address: found.newEmail ?? found.subscriber.email });
    });

    app.post<Route>(`/${purpose}/:token`, async ({ params, body }, reply) => {
      const form = MoveForm.safeParse(body ?? {}).data?.email ?? '';
      const problem = purpose === 'change' ? problemOf(needs.readAddress(form)) : undefined;
      if (problem !== undefined) return showForm(reply, { address: form, problem }, 400);
      const answer = await act(hashOf(params.token), form);
      return answer ? answer.send(reply) : pages.send(reply, 'notice', deadLink, { status: 410 });
    });
  }
}

const problemOf = (read: { address: string } | { problem: string }) =>
  'problem' in read ? read.problem : undefined;

type Act = (hash: string, form: string) => Promise<Answer | undefined>;

/** What each link does when its button is pressed; undefined when its token is no good any more. */
function createActs(needs: ReaderNeeds, pages: Pages): Record<TokenPurpose, Act> {
  const { store, clock, links } = needs;
  const tell = (page: NoticePage): Answer => ({ send: (reply) => pages.send(reply, 'notice', page) });
  const sendLetter = async ({ letterId }: { letterId?: string }) => {
    if (letterId !== undefined) await needs.sendLetter(letterId);
  };
  const choicesOf = (reader: Subscriber) => ({
    label: 'Choose what you get',
    href: new URL(links.preferences(reader)).pathname,
  });
  return {
    async confirm(hash) {
      const confirmed = await store.confirm(hash, clock.now());
      if (!confirmed) return undefined;
      await sendLetter(confirmed);
      return tell({ ...confirmedPage, links: [choicesOf(confirmed.subscriber), front] });
    },
    async export(hash) {
      const known = await store.exportReader(hash, clock.now());
      return known && { send: (reply) => sendFile(reply, known) };
    },
    async delete(hash) {
      const asked = await store.deleteReader(hash, clock.now());
      if (!asked) return undefined;
      await sendLetter(asked);
      return tell(deletedPage);
    },
    async change(hash, form) {
      const read = needs.readAddress(form);
      const asked = 'address' in read && (await store.askMove(hash, read.address, clock.now()));
      if (!asked) return undefined;
      await sendLetter(asked);
      return tell(changeAskedPage);
    },
    async move(hash) {
      const moved = await store.move(hash, clock.now());
      return moved && tell({ ...movedPage, links: [choicesOf(moved), front] });
    },
  };
}

/** A file, so that a browser keeps it instead of showing it to whoever looks next. */
function sendFile(reply: FastifyReply, known: object): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .header('content-disposition', 'attachment; filename="what-broadsheet-knows.json"')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(known, null, 2));
}

const front = { label: 'Today’s papers', href: '/' };

const deadLink: NoticePage = {
  title: 'This link is used up',
  text:
    'A link in a letter works once and for a day or two, and only whole. If a mail program has cut it in two, copy all of it; ' +
    'otherwise ask for a new letter where you asked for this one.',
  links: [{ label: 'Subscribe', href: '/subscribe' }, front],
};

const confirmedPage = {
  title: 'You are subscribed',
  text: 'The next edition is the first that comes to you. Until you choose something else it brings what is trending.',
};

const deletedPage: NoticePage = {
  title: 'Everything is deleted',
  text: 'All that was known about you is gone, but for a scrambled mark that keeps your address from being added again by others.',
  links: [front],
};

const changeAskedPage: NoticePage = {
  title: 'Look into the new inbox',
  text: 'If mail can be sent to that address, a letter asks it to confirm. Until then everything stays as it is.',
  links: [front],
};

const movedPage = {
  title: 'Your address is changed',
  text: 'From now on mail goes to the new address. Links in earlier mails no longer open your choices.',
};
